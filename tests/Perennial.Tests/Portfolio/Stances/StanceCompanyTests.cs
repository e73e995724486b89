using Perennial.Features.Signals;
using Perennial.Kernel;
using Perennial.Portfolio.Stances;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Portfolio.Stances;

/// <summary>Stances of a company made by hand: what people entered, what drains, where growth erodes, and that recurring revenue has no say.</summary>
public sealed class StanceCompanyTests
{
    private static readonly double[] NoNumbers = [];
    private static readonly DateOnly AsOf = new(2024, 12, 31);

    private static ScoreTable Scores(double[] value, double[] mrr) => new()
    {
        CustomerKey = [.. Enumerable.Range(1, value.Length)],
        CustomerId = [.. Enumerable.Range(1, value.Length).Select(i => Text($"c{i:00}"))],
        FirstPurchase = new DateOnly[value.Length], LastPurchase = new DateOnly[value.Length], Orders = new int[value.Length], RevenueToDate = new decimal[value.Length], Frequency = new int[value.Length],
        Recency = NoNumbers, T = NoNumbers, MeanSpend = NoNumbers, PAlive = NoNumbers, PZero = [.. value.Select(_ => 0.1)], ExpectedOrders = NoNumbers, ExpectedSpend = NoNumbers,
        Clv = value, ClvP50 = value, ClvP10 = value, ClvP90 = value, ClvP025 = value, ClvP975 = value, Percentile = value, Quality = new string[value.Length],
        Contracts = new ContractScores { Model = new string?[value.Length], PChurn30 = mrr, PChurn90 = mrr, PChurn365 = [.. value.Select(_ => 0.1)], LifetimeMonths = mrr, Mrr = mrr },
    };

    private static SignalColumns NoSignals => new()
    {
        CustomerKey = [], Landmark = [], Day = [], Active = [], Segments = [string.Empty], Segment = [], Values = [.. SignalCatalogue.All.Select(_ => NoNumbers)],
    };

    /// <summary>Gives trajectories of which nothing is known.</summary>
    private static TrajectoryTable Nowhere(int n) => new()
    {
        Chances = [.. Enumerable.Repeat(TrajectoryChances.Unknown, n)], Chances90 = [.. Enumerable.Repeat(TrajectoryChances.Unknown, n)], Direction = new TrajectoryDirection[n], Basis = new string[n], LeadMonths = new double[n],
        Revenue = new(n), Use = new(n), Leaving = new(n),
    };

    private static string Text(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static CompanyFiles Company(params (string Name, string Text)[] files)
    {
        // Thirty customers who buy for 100 each month of two years.
        CompanyFiles company = new CompanyFiles().With("orders.csv", "order_id,customer_id,ordered_at,amount\n" + string.Concat(Enumerable.Range(1, 30).SelectMany(c => Enumerable.Range(0, 24).Select(m => Text($"o{c}-{m},c{c:00},{new DateOnly(2023, 1, 15).AddMonths(m):yyyy-MM-dd},100\n")))));
        foreach ((string name, string text) in files)
        {
            _ = company.With(name, text);
        }

        company.Read();
        _ = BookedCompany.BookNet(company, 0.8);
        return company;
    }

    private static StanceTable Run(CompanyFiles company, double[]? mrr = null) =>
        new StancePortfolio(company.Connection, AsOf, new(company.Tables.Rules?.Stances, company.Tables.Rules?.EnterpriseSegments))
            .Run(Scores([.. Enumerable.Range(1, 30).Select(i => 100.0 * i)], mrr ?? new double[30]), null, NoSignals, Nowhere(30), null, company.Tables.Has("tickets"), null, null);

    [Fact]
    public void Scores_count_with_owner_evidence_and_expiry_and_say_why_they_do_not()
    {
        using CompanyFiles company = Company(("strategic_scores.csv",
            "customer_id,dimension,score,owner,evidence,entered_on,expires_on\nc01,brand,9,kim,case study,2024-06-01,2025-06-01\nc02,brand,9,kim,,2024-06-01,2025-06-01\nc03,brand,9,kim,case study,2023-06-01,2024-06-01\n"
            + "c04,brand,9,kim,case study,2024-06-01,\nc05,brand,9,kim,case study,2025-06-01,2026-06-01\nc06,influence,9,kim,talks,2024-06-01,2025-06-01\nc06,brand,3,kim,talks,2024-06-01,2025-06-01\n"));
        StanceTable table = Run(company);
        Assert.Equal(["c01"], table.Customers.Where(one => one.Decision.Fired().Any(rule => rule.Id == "protect.brand-critical")).Select(one => one.CustomerId));
        Assert.Equal(["expired c03", "no evidence c02", "no expiry c04"], table.Facts.NotCounted.Select(one => $"{one.Why} {string.Join(' ', one.Customers)}"));
        Assert.Equal((9.0, 3.0), (table.Customers[5].Evidence.Strategic, table.Customers[5].Evidence.Brand));
        Assert.True(double.IsNaN(table.Customers[1].Evidence.Brand));
    }

    [Fact]
    public void A_person_s_decision_needs_a_reason_and_an_end_and_holds_until_then()
    {
        using CompanyFiles company = Company(("overrides.csv",
            "customer_id,stance,reason,owner,entered_on,expires_on\nc01,Protect,merger ahead,kim,2024-10-01,2025-04-01\nc02,invest,,kim,2024-10-01,2025-04-01\nc03,invest,pilot,kim,2024-10-01,\nc04,improve,old,kim,2024-01-01,2024-06-01\n"
            + "c05,improve,later,kim,2025-01-15,2025-06-01\nc06,deprioritise,talked,kim,2024-10-01,2025-04-01\nc07,invest,typo,kim,2024-10-01,2024-09-01\nc08,invest,first,kim,2024-10-01,2025-04-01\nc08,protect,second,lee,2024-11-01,2025-04-01\n"));
        Assert.Equal(["overrides.csv:3 reason '' no reason", "overrides.csv:4 expires_on '' no expires_on"], company.Quarantine());
        Assert.Equal(1, company.Table("overrides").Rows.SetAside["expires-before-entered"]);
        StanceTable table = Run(company);
        Assert.Equal(["c01 Protect overridden", "c06 Deprioritize proposed", "c08 Protect overridden"], table.Customers.Where(one => one.Override is not null).Select(one => $"{one.CustomerId} {one.Told} {one.Status}"));
        Assert.Equal(("second", "lee"), (table.Customers[7].Override!.Reason, table.Customers[7].Override!.Owner));
        Assert.Equal("merger ahead", company.Connection.Scalar<string>("SELECT override_reason FROM portfolio_stances WHERE customer_key = 1"));
    }

    /// <summary>One customer asks twice a week, all others once a quarter: in each of the last three quarters above 95 of 100. Another is worked for by engineers: 9,600 of margin carry 24 hours.</summary>
    [Fact]
    public void Support_drains_and_custom_demands_are_held_against_margin()
    {
        string tickets = "ticket_id,customer_id,opened_at,minutes\n" + string.Concat(Enumerable.Range(2, 29).SelectMany(c => Enumerable.Range(0, 4).Select(q => Text($"t{c}-{q},c{c:00},{new DateOnly(2024, 2, 1).AddMonths(3 * q):yyyy-MM-dd},10\n"))))
            + string.Concat(Enumerable.Range(0, 100).Select(k => Text($"d{k},c01,{new DateOnly(2024, 1, 2).AddDays(3 * k):yyyy-MM-dd},10\n"))) + string.Concat(Enumerable.Range(0, 20).Select(k => Text($"e{k},c09,2024-11-{k + 1:00},10\n")));
        using CompanyFiles company = Company(("tickets.csv", tickets), ("costs.csv", "cost_id,pool,from_on,to_on,amount,customer_id,driver\ne1,engineering,2024-05-01,2024-06-01,360,c12,\ne2,engineering,2024-05-01,2024-06-01,230,c13,\nw,engineering,2022-05-01,2022-06-01,9000,c14,\n"));
        StanceTable table = Run(company);
        string[] Held(string rule) => [.. table.Customers.Where(one => one.Decision.Fired().Any(fired => fired.Id == rule)).Select(one => one.CustomerId)];
        Assert.Equal(["c01"], Held("deprioritize.support-drain"));
        Assert.Equal((3.0, 1.0, 0.0), (table.Customers[0].Evidence.DrainPeriods, table.Customers[8].Evidence.DrainPeriods, table.Customers[4].Evidence.DrainPeriods));

        // 1,200 of sales at 80 % are 960 of margin; 3.6 hours by 0.96 thousand are 3.75, 2.3 are 2.4.
        Assert.Equal(["c12"], Held("deprioritize.custom-demands"));
        Assert.Equal([3.75, 2.3 / 0.96, 0], [table.Customers[11].Evidence.CustomHours, table.Customers[12].Evidence.CustomHours, table.Customers[13].Evidence.CustomHours], (a, b) => Math.Abs(a - b) < 1e-9);

        // Whether risk rises is not known, but where value is not high that does not matter.
        Assert.All(table.Customers, one => Assert.Equal(one.Evidence.Value >= one.Evidence.HighFrom ? RuleOutcome.NotKnown : RuleOutcome.No, one.Decision.Outcomes[0]));
    }

    /// <summary>Net value, risk and cost decide; whatever recurring revenue is, no stance, confidence or priority moves.</summary>
    [Fact]
    public void Recurring_revenue_has_no_say()
    {
        using CompanyFiles company = Company(("customers.csv", "customer_id,segment\n" + string.Concat(Enumerable.Range(1, 30).Select(c => Text($"c{c:00},{(c % 2 == 0 ? "SMB" : "Enterprise")}\n")))));
        StanceTable one = Run(company), other = Run(company, [.. Enumerable.Range(1, 30).Select(i => 1e6 / i)]);
        Assert.Equal(one.Customers.Select(customer => (customer.Told, customer.Priority, customer.Decision.Confidence)), other.Customers.Select(customer => (customer.Told, customer.Priority, customer.Decision.Confidence)));

        // Alike in everything else: the higher net value never stands in the lower priority.
        string[] order = ["Low", "Medium", "High"];
        int[] priorities = [.. one.Customers.OrderBy(customer => customer.Evidence.Value).Select(customer => Array.IndexOf(order, customer.Priority))];
        Assert.Equal(priorities.Order(), priorities);
    }

    /// <summary>Of five slopes two-sided 0.01, 0.04, 0.5 up, 0.001 down and one not known: 0.005, 0.02, 0.25 and 0.9995 of four.</summary>
    [Fact]
    [Golden("risk.rising.v1")]
    public void Rises_are_one_sided_and_pay_for_looking_at_everybody()
    {
        SlopeColumns leaving = new(6);
        foreach ((int row, double slope, double p) in ((int, double, double)[])[(0, 2, 0.01), (1, 1, 0.04), (2, 0.5, 0.5), (3, -3, 0.001), (5, 9, 1e-9)])
        {
            (leaving.Slope[row], leaving.PValue[row], leaving.High[row]) = (slope, p, slope + 1.959963984540054);
        }

        double[] found = RisingRisk.Discovery(leaving, [0, 1, 2, 3, 4]);
        Assert.Equal([0.02, 0.04, 0.25 * 4 / 3, 0.9995], found[..4], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.True(double.IsNaN(found[4]));
        Assert.Equal(1, RisingRisk.Error(leaving, 0), 1e-9);
        Assert.Equal((0.75, 0.0), (RisingRisk.Usual(leaving, [0, 1, 2, 3, 4]), RisingRisk.Usual(leaving, [3, 4])));

        // Log odds 0, 0.2, 0, 0.2: moves of 0.2, so 0.2 by the square root of two around them; whoever has no course is taken to be like the median.
        double up = 1 / (1 + Math.Exp(-0.2));
        (IReadOnlyDictionary<int, double> own, double median) = RisingRisk.Spreads(new([7, 7, 7, 7, 8], [0, 1, 2, 3, 0], [0.5, up, 0.5, up, 0.3]));
        Assert.Equal(0.2 / Math.Sqrt(2), Assert.Single(own).Value, 1e-12);
        Assert.Equal(own[7], median);
        Assert.Equal(0.5, RisingRisk.Spreads(null).Median);
    }

    [Theory]
    [InlineData("stances: {high_value: 0.9, enterprise: [Key]}", null)]
    [InlineData("stances: {grow: 1}", "'stances' speaks of 'grow'; it has high_value, low_value")]
    [InlineData("stances: {upside: many}", "'upside' of 'stances' is 'many'; it is a number from 0 to 1")]
    [InlineData("stances: {cost_percentile: 0.95}", "cost_percentile at most high_cost_percentile")]
    public void A_company_states_its_thresholds(string yaml, string? refused)
    {
        using CompanyFiles company = new CompanyFiles().With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,a,2024-01-01,5\n").With("company.yaml", yaml + "\n");
        if (refused is not null)
        {
            Assert.Contains(refused, Assert.Throws<PerennialException>(() => company.Read()).Message, StringComparison.Ordinal);
            return;
        }

        CompanyRules rules = company.Read().Tables.Rules!;
        Assert.Equal("stance high_value = 0.9; enterprise Key", rules.ToString());
        StanceThresholds thresholds = new(rules.Stances, rules.EnterpriseSegments);
        Assert.Equal((0.9, 0.2, true, false, null), (thresholds.HighValue, thresholds.LowValue, thresholds.IsEnterprise("KEY"), thresholds.IsEnterprise("Enterprise"), thresholds.IsEnterprise("")));
    }
}
