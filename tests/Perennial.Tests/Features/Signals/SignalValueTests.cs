using Perennial.Features.Signals;

namespace Perennial.Tests.Features.Signals;

/// <summary>Discounts, renewals, seats, teams and failures of the service, worked out by hand.</summary>
[Trait("Speed", "Slow")]
public sealed class SignalValueTests
{
    private const string Subscriptions = "subscription_id customer_id product_id starts_on ends_on quantity amount billing_months term_ends_on term_months end_reason";
    private static readonly DateOnly AsOf = new(2024, 3, 31);

    [Fact]
    public void Discounts_touch_a_share_of_what_was_sold_and_go_so_deep_and_what_was_sold_is_what_was_left()
    {
        using SignalCompany company = new SignalCompany().With(
            "orders",
            "order_id customer_id ordered_at amount discount",
            "o1 a 2024-01-10T00:00:00 90 10",
            "o2 a 2024-02-10T00:00:00 100 -",
            "o3 a 2024-03-10T00:00:00 60 20",
            "o4 a 2022-03-10T00:00:00 10 90",
            "o5 b 2024-03-10T00:00:00 50 -",
            "o6 c 2022-03-10T00:00:00 50 50").Run("2024-03-31");
        Assert.Equal(150 / 250.0, company.Value("discounted_share_365d")!.Value, 12);
        Assert.Equal(30 / 180.0, company.Value("discount_taken_365d")!.Value, 12);
        Assert.Equal(250, company.Value("net_revenue_365d"));
        Assert.Equal((0.0, 0.0), (company.Value("discounted_share_365d", 2)!.Value, company.Value("discount_taken_365d", 2)!.Value));
        Assert.Null(company.Value("discounted_share_365d", 3));
    }

    /// <summary>a went on with half, then paid again two weeks late, then took a longer term before the last was over; b left; c's first year is not over.</summary>
    [Fact]
    public void Renewals_are_counted_and_of_them_those_early_late_and_with_less()
    {
        using SignalCompany company = new SignalCompany().With(
            "subscriptions",
            Subscriptions,
            "s1 a core 2021-01-01 2022-01-01 5 1200 12 2022-01-01 12 change",
            "s1 a core 2022-01-01 2023-01-01 3 600 12 2023-01-01 12 voluntary",
            "s1 a core 2023-01-15 2023-11-01 3 600 12 2024-01-15 12 change",
            "s1 a core 2023-11-01 - 3 1800 36 2026-11-01 36 -",
            "s2 b core 2022-01-01 2023-01-01 3 600 12 2023-01-01 12 voluntary",
            "s3 c core 2023-06-01 - 3 600 12 2024-06-01 12 -",
            "s4 d core 2023-01-01 - 3 60 1 - 1 -").Run("2024-03-31");
        string Counted(int customer) => string.Join(' ', new[] { "renewals", "renewals_early", "renewals_late", "renewals_downgraded" }.Select(id => company.Value(id, customer)));
        Assert.Equal(["3 1 1 1", "0 0 0 0", "0 0 0 0", "0 0 0 0"], Enumerable.Range(1, 4).Select(Counted));
    }

    [Fact]
    public void Seats_grow_by_day_and_are_used_by_so_many_and_teams_spread()
    {
        using SignalCompany company = new SignalCompany()
            .With("subscriptions", Subscriptions, "s1 a core 2023-01-01 2023-11-01 5 100 1 - - change", "s1 a core 2023-11-01 - 8 160 1 - - -", "s2 a extra 2023-01-01 - 2 10 1 - - -")
            .With("usage", "customer_id used_on feature team quantity users", "a 2024-03-20 login sales 20 3", "a 2024-03-21 login sales 10 4", "a 2024-02-20 login finance 10 2", "a 2023-06-20 login legal 10 9")
            .Run("2024-03-31");
        Assert.Equal(8, company.Value("seats"));
        Assert.Equal(Math.Log(8 / 5.0), company.Value("seat_growth_182d")!.Value, 12);
        Assert.Equal(4 / 8.0, company.Value("seat_utilisation"));
        Assert.Equal(2, company.Value("teams_8w"));
        Assert.Equal(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25))), company.Value("team_entropy_8w")!.Value, 12);

        // The series: eight seats on the landmarks after the change, five before.
        SignalColumns panel = company.Stage.Panel();
        int changed = new DateOnly(2023, 11, 1).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        Assert.Equal(panel.Day.Select(day => day >= changed ? 8.0 : 5.0), panel["seats"]);
        Assert.True(panel.Count > 12);
    }

    /// <summary>Three accounts, twice let down each: what the use of each did is drawn towards the segment by the variances between and within accounts.</summary>
    [Fact]
    public void Sensitivity_to_missed_agreements_is_shrunk_to_the_segment_by_the_variances()
    {
        int[][] after = [[25, 40], [90, 110], [60, 70]];
        DateOnly[] breaches = [AsOf.AddDays(-7 * 40), AsOf.AddDays(-7 * 20)];
        using SignalCompany company = new SignalCompany()
            .With("customers", "customer_id segment", "a SMB", "b SMB", "c SMB", "d SMB", "e Solo")
            .With("subscriptions", Subscriptions, [.. "abcde".Select(id => $"s{id} {id} core 2022-01-01 - 5 100 1 - - -")])
            .With("incidents", "incident_id started_at minutes", [.. breaches.Select((day, i) => $"n{i} {day:yyyy-MM-dd}T00:00:00 10")])
            .With("incident_customers", "incident_id customer_id users sla_breached", [.. "abc".SelectMany(id => breaches.Select((_, i) => $"n{i} {id} 5 true"))])
            .With("usage", "customer_id used_on feature quantity", [.. "abc".SelectMany((id, account) => breaches.SelectMany((day, i) => Weeks(id, day, after[account][i])))])
            .Run("2024-03-31");
        double[][] changes = [.. after.Select(account => account.Select(used => Math.Log(1 + (4 * used)) - Math.Log(1 + 400)).ToArray())];
        double[] own = [.. changes.Select(account => account.Average())];
        double mean = own.Average(), within = changes.Zip(own, (account, m) => account.Sum(x => (x - m) * (x - m))).Sum() / 3, between = (own.Sum(m => (m - mean) * (m - mean)) / 2) - (within / 2);
        Assert.True(between > 0);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(mean + ((own[i] - mean) * 2 / (2 + (within / between))), company.Value("sla_sensitivity", i + 1)!.Value, 7);
        }

        Assert.Equal(mean, company.Value("sla_sensitivity", 4)!.Value, 7);
        Assert.Null(company.Value("sla_sensitivity", 5));
        Assert.Equal(2, company.Value("incident_breaches_365d"));

        // Four weeks of a hundred before the day, and so much a week after it.
        static IEnumerable<string> Weeks(char id, DateOnly day, int used) => Enumerable.Range(-4, 9).Where(week => week != 0).Select(week => $"{id} {day.AddDays(7 * week):yyyy-MM-dd} login {(week < 0 ? 100 : used)}");
    }

    /// <summary>a stayed after both incidents, b left after its first: each keeps its own count beside the share of the segment, and whoever met none has that share.</summary>
    [Fact]
    public void Tolerance_of_incidents_is_the_share_stayed_after_drawn_towards_the_segment()
    {
        using SignalCompany company = new SignalCompany()
            .With("customers", "customer_id segment", "a SMB", "b SMB", "c SMB", "d Solo")
            .With("subscriptions", Subscriptions, "s1 a core 2022-01-01 - 5 100 1 - - -", "s2 b core 2022-01-01 2023-06-20 5 100 1 - - voluntary", "s3 c core 2022-01-01 - 5 100 1 - - -", "s4 d core 2022-01-01 - 5 100 1 - - -")
            .With("incidents", "incident_id started_at minutes", "n1 2023-06-01T00:00:00 10", "n2 2023-10-01T00:00:00 10", "n3 2024-03-01T00:00:00 10")
            .With("incident_customers", "incident_id customer_id users", "n1 a 5", "n1 b 5", "n2 a 5", "n3 a 5", "n3 d 5")
            .Run("2024-03-31");
        const double Share = 2 / 3.0;
        Assert.Equal(Share, company.Value("incident_tolerance", 3)!.Value, 12);
        Assert.InRange(company.Value("incident_tolerance")!.Value, Share + 1e-4, 0.9999);
        Assert.InRange(company.Value("incident_tolerance", 2)!.Value, 0.0001, Share - 1e-4);

        // The incident of March is not sixty days old: of whom only that one is known, nothing is said.
        Assert.Null(company.Value("incident_tolerance", 4));
        Assert.Equal(1, company.Value("incidents_182d", 4));
    }

    /// <summary>A score says who entered it and why, holds until it expires, and earlier days keep what was said then.</summary>
    [Fact]
    public void Scores_of_people_have_a_history_and_expire()
    {
        using SignalCompany company = new SignalCompany()
            .With("subscriptions", Subscriptions, "s1 a core 2022-01-01 - 5 100 1 - - -", "s2 b core 2022-01-01 - 5 100 1 - - -")
            .With(
                "strategic_scores",
                "customer_id dimension score owner evidence entered_on expires_on",
                "a brand 3 kim fair 2023-02-01 -",
                "a brand 8 lee case-study 2023-10-01 2025-01-01",
                "a reference 6 kim call 2023-02-01 2023-12-01",
                "a influence 4 kim talk 2023-02-01 -",
                "a partner 2 kim mail 2023-02-01 -")
            .Run("2024-03-31");
        Assert.Equal([8, null, 4, 2], new[] { "brand", "reference", "influence", "partner" }.Select(dimension => company.Value("strategic_" + dimension)));
        Assert.Null(company.Value("strategic_brand", 2));
        SignalColumns panel = company.Stage.Panel();
        double[] brand = panel["strategic_brand"], reference = panel["strategic_reference"];
        int At(string day) => Enumerable.Range(0, panel.Count).Where(row => panel.CustomerKey[row] == 1).MaxBy(row => panel.Day[row] <= DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).DayNumber - 719162 ? panel.Day[row] : int.MinValue);
        Assert.Equal((3.0, 6.0), (brand[At("2023-09-30")], reference[At("2023-09-30")]));
        Assert.True(double.IsNaN(brand[At("2023-01-31")]));
        Assert.True(double.IsNaN(reference[At("2024-02-28")]));
        Assert.Equal(("lee", "case-study"), company.Connection.List("SELECT owner, evidence FROM identity_strategic_scores WHERE dimension = 'brand' ORDER BY entered_on DESC LIMIT 1", row => (row.String(0)!, row.String(1)!))[0]);
    }

    [Fact]
    public void Mails_webinars_community_trainings_and_what_was_heard_outside_are_counted_as_known_on_the_day()
    {
        using SignalCompany company = new SignalCompany()
            .With("subscriptions", Subscriptions, "s1 a core 2022-01-01 - 5 100 1 - - -", "s2 b core 2022-01-01 - 5 100 1 - - -")
            .With("engagement", "customer_id engaged_on kind quantity", "a 2024-03-01 email_sent 4", "a 2024-03-02 email_open 1", "a 2023-11-01 email_open 9", "a 2024-03-03 webinar 2", "a 2023-06-03 community 3", "a 2024-03-03 training 1", "a 2024-02-03 training 1", "b 2022-02-03 meeting 1")
            .With(
                "outside_events",
                "customer_id happened_on kind value source recorded_at",
                "a 2023-03-01 funding 5000000 press -",
                "a 2021-03-01 funding 100000 press -",
                "a 2024-01-10 hiring 20 jobs -",
                "a 2024-01-20 layoffs - press -",
                "a 2024-02-20 merger - press 2024-04-02T00:00:00",
                "a 2023-06-30 industry_trend 0.04 bureau -",
                "a 2023-12-31 industry_trend -0.01 bureau -")
            .Run("2024-03-31");
        string[] ids = ["email_open_share_91d", "webinars_365d", "community_365d", "trainings_365d", "meetings_365d", "fundings_730d", "days_since_funding", "hirings_365d", "alarms_365d", "industry_trend"];
        Assert.Equal([0.25, 2, 3, 2, 0, 1, 396, 1, 1, -0.01], ids.Select(id => company.Value(id)));
        Assert.Equal([null, 0, 0, 0, 0, 0, null, 0, 0, null], ids.Select(id => company.Value(id, 2)));
        double[] heard = company.Stage.Panel()["fundings_730d"];
        Assert.Contains(1.0, heard);
        Assert.All(ids, id => Assert.NotEmpty(SignalCatalogue.All[SignalCatalogue.PlaceOf(id)].Sources));
    }

    /// <summary>An account that grew twice in two years in a segment that grows once a year and a half expects more than a sibling that never did; both lie between their own rate and the segment's.</summary>
    [Fact]
    public void Propensity_to_expand_is_the_own_rate_drawn_towards_the_segment()
    {
        using SignalCompany company = new SignalCompany().With(
            "subscriptions",
            Subscriptions,
            "s1 a core 2022-04-01 2023-01-01 5 100 1 - - change",
            "s1 a core 2023-01-01 2023-07-01 5 120 1 - - change",
            "s1 a core 2023-07-01 - 5 140 1 - - -",
            "s2 b core 2023-04-01 - 5 100 1 - - -").Run("2024-03-31");
        double a = (AsOf.DayNumber - new DateOnly(2022, 4, 1).DayNumber) / 365.25, b = (AsOf.DayNumber - new DateOnly(2023, 4, 1).DayNumber) / 365.25, segment = 2 / (a + b);
        Assert.Equal((2 + segment) / (a + 1), company.Value("expansion_propensity")!.Value, 10);
        Assert.Equal(segment / (b + 1), company.Value("expansion_propensity", 2)!.Value, 10);
    }

    /// <summary>Twelve customers of one segment, six on each plan: the same use an hour is little among the heavy users of the one and much among the light users of the other.</summary>
    [Fact]
    public void Intensity_of_use_stands_among_those_of_the_same_plan_and_segment()
    {
        string[] ids = [.. Enumerable.Range(0, 12).Select(i => $"c{i:00}")];
        int Use(int i) => i < 6 ? 10 * (i + 1) : 60 + (10 * (i - 6));
        using SignalCompany company = new SignalCompany()
            .With("customers", "customer_id segment", [.. ids.Select(id => $"{id} SMB")])
            .With("subscriptions", "subscription_id customer_id plan starts_on amount", [.. ids.SelectMany((id, i) => new[] { $"s{id} {id} {(i < 6 ? "light" : "heavy")} 2023-01-01 100", $"t{id} {id} extra 2023-01-01 10" })])
            .With("usage", "customer_id used_on feature quantity users", [.. ids.Select((id, i) => $"{id} 2024-03-20 login {Use(i)} 2")])
            .Run("2024-03-31");
        double Standing(string column, int customer) => company.Connection.Scalar<double>($"SELECT use_a_user_28d_{column} FROM features_signals_relative WHERE customer_key = {customer}");
        Assert.Equal(company.Value("use_a_user_28d", 6), company.Value("use_a_user_28d", 7));
        Assert.Equal((5.5 / 6, 0.5 / 6), (Standing("plan_percentile", 6), Standing("plan_percentile", 7)));
        Assert.Equal(2.5 / Math.Sqrt(35 / 12.0), Standing("plan_z", 6), 12);
        Assert.Equal(Standing("percentile", 6), Standing("percentile", 7));
    }
}
