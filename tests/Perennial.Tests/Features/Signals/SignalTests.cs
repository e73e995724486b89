using Perennial.Features.Signals;

namespace Perennial.Tests.Features.Signals;

/// <summary>Signals have the values that their catalogue says, as known on the day.</summary>
public sealed class SignalTests
{
    private const string Subscriptions = "subscription_id customer_id product_id starts_on ends_on quantity amount billing_months discount discount_until term_ends_on term_months end_reason recorded_at";

    [Fact]
    public void Recurring_revenue_and_its_moves()
    {
        using SignalCompany company = new SignalCompany().With(
            "subscriptions",
            Subscriptions,
            "s1 a core 2023-01-01 2023-06-01 5 100 1 - - - - change -",
            "s1 a core 2023-06-01 2024-02-01 8 160 1 - - - - change -",
            "s1 a core 2024-02-01 - 7 140 1 14 - - - - -",
            "s2 b core 2023-12-01 - 1 1200 12 - - 2024-12-01 12 - -").Run("2024-03-31");
        Assert.Equal(126, company.Value("mrr"));
        Assert.Equal(126 * 12, company.Value("acv"));
        Assert.Equal(1, company.Value("expansions"));
        Assert.Equal(60, company.Value("expansion_amount_365d"));
        Assert.Equal(new DateOnly(2024, 3, 31).DayNumber - new DateOnly(2023, 6, 1).DayNumber, company.Value("days_since_expansion"));
        Assert.Equal(34, company.Value("contraction_amount_365d"));
        Assert.Equal(Math.Log(126.0 / 160), company.Value("mrr_growth_91d")!.Value, 12);
        Assert.Equal(0.1, company.Value("discount_depth")!.Value, 12);
        Assert.Equal(100, company.Value("mrr", 2));
        Assert.Equal(245, company.Value("days_to_renewal", 2));
        Assert.Equal(12, company.Value("contract_months", 2));
        Assert.Null(company.Value("days_since_expansion", 2));
    }

    /// <summary>A stretch over several terms states the end of the last: that the first was renewed is not known before.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void An_end_of_a_term_that_was_moved_on_is_not_known_before()
    {
        using SignalCompany company = new SignalCompany().With("subscriptions", Subscriptions, "s1 a core 2022-03-01 - 1 1200 12 - - 2025-03-01 12 - -", "s2 b core 2024-03-01 - 1 10 1 - - - - - -").Run("2024-04-01");
        Assert.Equal(334, company.Value("days_to_renewal"));
        Assert.Equal(2, company.Value("renewals"));
        SignalColumns panel = company.Stage.Panel();
        double[] due = panel["days_to_renewal"], renewals = panel["renewals"];
        int before = Array.FindLastIndex(panel.Day, day => day < Days("2024-03-01") && day > Days("2024-02-01"));
        Assert.Equal(Days("2024-03-01") - panel.Day[before], due[before]);
        Assert.Equal(1, renewals[before]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Payments_tickets_people_and_scores()
    {
        using SignalCompany company = new SignalCompany()
            .With("subscriptions", Subscriptions, "s1 a core 2023-01-01 - 5 100 1 - - - - - -")
            .With("invoices", "invoice_id customer_id issued_on due_on status total", "i1 a 2024-01-01 2024-01-15 paid 100", "i2 a 2024-02-01 2024-02-15 paid 100", "i3 a 2024-03-01 2024-03-15 open 200")
            .With("payments", "payment_id invoice_id customer_id paid_at amount status", "p1 i1 a 2024-01-10T00:00:00 100 succeeded", "p2 i2 a 2024-02-16T00:00:00 100 failed", "p3 i2 a 2024-02-20T00:00:00 100 succeeded")
            .With("tickets", "ticket_id customer_id opened_at solved_at severity minutes satisfaction sentiment", "t1 a 2024-03-01T00:00:00 2024-03-01T12:00:00 urgent 30 4 0.5", "t2 a 2024-03-29T00:00:00 2024-04-02T00:00:00 low 20 1 -0.5")
            .With("contacts", "contact_id customer_id team created_on", "u1 a sales 2023-01-01", "u2 a finance 2024-03-01", "u3 a legal 2024-04-05")
            .With("surveys", "customer_id answered_on kind score", "a 2023-06-01 nps 9", "a 2024-02-01 nps 6", "a 2024-04-03 nps 1")
            .With("strategic_scores", "customer_id dimension score owner entered_on expires_on", "a brand 7 kim 2023-06-01 2025-06-01", "a reference 5 kim 2023-06-01 2024-03-01", "a influence 5 kim 2024-04-02 -")
            .Run("2024-03-31");
        Assert.Equal(1 / 3.0, company.Value("on_time_share_365d"));
        Assert.Equal((0 + 5 + 16) / 3.0, company.Value("days_late_365d"));
        Assert.Equal(0.5, company.Value("unpaid_share_365d"));
        Assert.Equal(1, company.Value("payment_failures_182d"));
        Assert.Equal(2, company.Value("tickets_91d"));
        Assert.Equal(1, company.Value("unsolved_tickets"));
        Assert.Equal(30, company.Value("support_minutes_91d"));
        Assert.Equal(12, company.Value("resolution_hours_182d"));
        Assert.Equal(4, company.Value("satisfaction_365d"));
        Assert.Equal(0, company.Value("sentiment_182d"));
        Assert.Equal(2, company.Value("contacts"));
        Assert.Equal(1, company.Value("contacts_new_182d"));
        Assert.Equal(Math.Log(2), company.Value("contact_team_entropy")!.Value, 12);
        Assert.Equal(6, company.Value("nps"));
        Assert.Equal(-3, company.Value("nps_change"));
        Assert.Equal(7, company.Value("strategic_brand"));
        Assert.Null(company.Value("strategic_reference"));
        Assert.Null(company.Value("strategic_influence"));
        Assert.Null(company.Value("webinars_365d"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Use_of_the_product_as_it_falls()
    {
        IEnumerable<string> Weeks(string feature, int from, int to, int quantity) => Enumerable.Range(from, to - from).Select(week => $"a {new DateOnly(2024, 3, 31).AddDays((-7 * week) - 2):yyyy-MM-dd} {feature} {quantity} 2 {quantity * 2} 0");
        using SignalCompany company = new SignalCompany()
            .With("subscriptions", Subscriptions, "s1 a core 2023-01-01 - 5 100 1 - - - - - -")
            .With("usage", "customer_id used_on feature quantity users minutes errors", [.. Weeks("login", 0, 4, 35), .. Weeks("login", 4, 30, 100), .. Weeks("reports", 20, 30, 10), "a 2023-01-20 login 1 1 1 0"])
            .Run("2024-03-31");
        Assert.Equal(35, company.Value("use_a_week_28d"));
        Assert.Equal(4, company.Value("use_days_28d"));
        Assert.Equal(17.5, company.Value("use_a_user_28d"));
        Assert.Equal(35, company.Value("minutes_a_user_28d"));
        Assert.Equal(Math.Log(35.5 / 100.5), company.Value("feature_1_fall")!.Value, 12);
        Assert.Equal(Math.Log(0.5 / 10.5), company.Value("deepest_fall")!.Value, 12);
        Assert.Equal(1, company.Value("features_used_8w"));
        Assert.Equal(0.5, company.Value("adoption_depth_8w"));
        Assert.Equal(1, company.Value("feature_1_first_60d"));
        Assert.Equal(0, company.Value("feature_2_first_60d"));
        Assert.Equal(1, company.Value("weeks_used_share_8w"));

        // Least squares of ln(1 + use) over eight weeks, four at 100 and then four at 35.
        Assert.Equal((Math.Log(36) - Math.Log(101)) * 16 / 2 / 42, company.Value("use_velocity_8w")!.Value, 8);
        Assert.Equal(["login", "reports"], company.Stage.NamedFeatures());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Rows_known_later_change_nothing()
    {
        using SignalCompany before = Company(later: false), after = Company(later: true);
        IReadOnlyList<string> differ = [.. SignalCatalogue.All.Select(signal => signal.Id).Where(id => before.Value(id) != after.Value(id))];
        Assert.Empty(differ);
        Assert.True(SignalCatalogue.All.Count(signal => before.Value(signal.Id) is not null) > 80, "Too few signals had a value to be compared.");

        static SignalCompany Company(bool later)
        {
            string[] Also(string[] rows, params string[] more) => later ? [.. rows, .. more] : rows;
            return new SignalCompany()
                .With("customers", "customer_id segment signed_up_on recorded_at", Also(["a SMB 2023-01-01 2023-01-01T00:00:00", "b SMB 2023-01-01 2023-01-01T00:00:00"], "a Enterprise 2023-01-01 2024-04-02T00:00:00"))
                .With("subscriptions", Subscriptions, Also(["s1 a core 2023-01-01 - 5 100 12 - - 2024-01-01 12 - 2023-01-01T00:00:00", "s2 b core 2023-01-01 - 5 100 1 - - - - - -"], "s1 a core 2023-01-01 - 5 900 12 - - 2024-01-01 12 - 2024-04-02T00:00:00", "s9 a more 2023-05-01 - 5 900 1 - - - - - 2024-04-02T00:00:00"))
                .With("invoices", "invoice_id customer_id issued_on due_on status total recorded_at", Also(["i1 a 2024-01-01 2024-01-15 paid 100 -"], "i2 a 2024-02-01 2024-02-15 open 100 2024-04-02T00:00:00", "i3 a 2024-04-02 2024-04-02 open 50 -"))
                .With("invoice_lines", "line_id invoice_id amount discount recorded_at", Also(["l1 i1 100 10 -"], "l2 i2 100 50 2024-04-02T00:00:00"))
                .With("payments", "payment_id invoice_id customer_id paid_at amount status recorded_at", Also(["p1 i1 a 2024-01-10T00:00:00 100 succeeded -"], "p2 i1 a 2024-01-05T00:00:00 100 failed 2024-04-02T00:00:00", "p3 i1 a 2024-04-03T00:00:00 100 failed -"))
                .With("refunds", "refund_id kind customer_id payment_id refunded_at amount recorded_at", Also(["r1 refund a p1 2024-02-10T00:00:00 10 -"], "r2 dispute_lost a p1 2024-02-02T00:00:00 5 2024-04-02T00:00:00"))
                .With("tickets", "ticket_id customer_id opened_at solved_at severity minutes first_reply_minutes satisfaction sentiment sla_breached escalated recorded_at", Also(["t1 a 2024-03-01T00:00:00 2024-03-02T00:00:00 urgent 30 5 4 0.5 true true -"], "t2 a 2024-03-01T00:00:00 2024-03-02T00:00:00 urgent 30 5 1 0.1 true true 2024-04-02T00:00:00"))
                .With("incidents", "incident_id started_at minutes", Also(["n1 2023-06-01T00:00:00 10"], "n2 2024-04-02T00:00:00 10"))
                .With("incident_customers", "incident_id customer_id users sla_breached", Also(["n1 a 5 true", "n1 b 5 false"], "n2 a 5 true"))
                .With("usage", "customer_id used_on feature team quantity users minutes errors", Also([.. Enumerable.Range(0, 60).Select(week => $"a {new DateOnly(2023, 1, 10).AddDays(7 * week):yyyy-MM-dd} login sales {10 + week} 3 20 1")], "a 2024-04-02 login sales 900 9 90 9"))
                .With("engagement", "customer_id engaged_on kind quantity", Also(["a 2024-03-01 email_sent 4", "a 2024-03-02 email_open 1", "a 2024-03-03 webinar 1", "a 2024-03-03 community 1", "a 2024-03-03 training 1"], "a 2024-04-02 email_open 3"))
                .With("contacts", "contact_id customer_id team created_on", Also(["u1 a sales 2023-01-01", "u2 a finance 2023-02-01"], "u3 a legal 2024-04-02"))
                .With("surveys", "customer_id answered_on kind score", Also(["a 2023-06-01 nps 9", "a 2023-09-01 nps 8", "a 2023-09-01 csat 4"], "a 2024-04-02 nps 1"))
                .With("strategic_scores", "customer_id dimension score owner entered_on expires_on", Also(["a brand 7 kim 2023-06-01 2025-06-01"], "a brand 1 kim 2024-04-02 2025-06-01"))
                .With("costs", "cost_id pool from_on to_on amount driver", Also(["c1 support 2024-01-01 2024-02-01 100 minutes", "c2 support 2024-03-01 2024-04-01 100 minutes", "c3 compliance 2024-01-01 2024-02-01 50 customers"], "c4 support 2024-04-01 2024-04-03 500 customers"))
                .Run("2024-03-31");
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_same_value_stands_differently_among_other_peers()
    {
        string[] rows = [.. Enumerable.Range(1, 6).Select(i => $"s{i} a{i} core 2024-01-01 - 1 {i * 10} 1 - - - - - -"), .. Enumerable.Range(1, 6).Select(i => $"t{i} b{i} core 2024-01-01 - 1 {(i * 100) - 50} 1 - - - - - -")];
        using SignalCompany company = new SignalCompany()
            .With("subscriptions", Subscriptions, rows)
            .With("customers", "customer_id segment", [.. Enumerable.Range(1, 6).SelectMany(i => new[] { $"a{i} SMB", $"b{i} Enterprise" })])
            .Run("2024-03-31");
        SignalColumns now = company.Stage.AsOf();
        var standard = new SegmentStandard(now);
        double[] mrr = now["mrr"], z = standard.Scores(mrr), percentile = standard.Percentiles(mrr);
        (int smb, int enterprise) = (Array.IndexOf(mrr, 50, 0), Array.LastIndexOf(mrr, 50));
        Assert.Equal(["Enterprise", "SMB"], now.Segments);
        Assert.Equal(15 / Math.Sqrt(3500 / 12.0), z[smb], 12);
        Assert.Equal(-250 / Math.Sqrt(350000 / 12.0), z[enterprise], 12);
        Assert.Equal(4.5 / 6, percentile[smb], 12);
        Assert.Equal(0.5 / 6, percentile[enterprise], 12);
        Assert.Equal(z[smb], company.Connection.Scalar<double>($"SELECT mrr_z FROM features_signals_relative WHERE customer_key = {now.CustomerKey[smb]}"));
        Assert.Equal(6, company.Connection.Scalar<long>("SELECT count(*) FROM features_signals_relative WHERE mrr_percentile > 0.5"));
        Assert.All(standard.Scores(now["nps"]), score => Assert.True(double.IsNaN(score)));
    }

    private static int Days(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
}
