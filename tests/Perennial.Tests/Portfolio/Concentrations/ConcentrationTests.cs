using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Models.Numerics;
using Perennial.Portfolio.Concentrations;
using Perennial.Portfolio.Groups;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Portfolio.Concentrations;

/// <summary>Concentration of revenue and value, and what the leaving of large accounts may take.</summary>
public sealed class ConcentrationTests
{
    private const string Own = "clv.revenue.365d.mid.d10.v1";
    private static readonly IReadOnlyDictionary<int, (double, double)> NoTerms = new Dictionary<int, (double, double)>();

    [Fact]
    [Golden("concentration.measure.v1")]
    public void Shares_are_of_those_above_zero_and_the_others_are_told_apart()
    {
        ConcentrationMeasure measure = ConcentrationMeasure.Of("value", Own, [20, 19, 18, 17, 16, 10, -40, double.NaN])!;

        Assert.Equal((7, 100, 1, -40), (measure.Customers, measure.Total, measure.Negative, measure.NegativeTotal));
        Assert.Equal(1730, measure.Shares.Hhi, 1e-9);
        Assert.Equal([0.2, 0.9, 1], [measure.Top1, measure.Top5, measure.Top10], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Null(ConcentrationMeasure.Of("value", Own, [-1, 0]));
    }

    [Fact]
    [Golden("concentration.trend.v1")]
    public void The_ledger_gives_the_last_twelve_months_and_the_quarters_that_have_a_year_behind_them()
    {
        // Two quarters are over with a whole year behind them: the one to the end of 2020 and the one to the end of March 2021. What was sold in the running quarter is in the last twelve months alone.
        using BookedLog log = BookedLog.OfRows("""
            ann 2020-01-05 60
            bob 2020-05-20 30
            cid 2020-12-30 10
            cid 2021-02-01 20
            cid 2021-05-01 40
            dan 2020-11-01 10 x
            dan 2021-01-02 15 x return
            """).Booked();

        var ledger = ConcentrationLedger.Of(log.Connection, new(2021, 5, 15), margin: false);

        Assert.Equal([new(2020, 12, 31), new(2021, 3, 31)], ledger.Trend.Select(q => q.Day));
        Assert.Equal([4L, 2], ledger.Trend.Select(q => q.Customers));
        Assert.Equal([110m, 60], ledger.Trend.Select(q => q.Revenue));
        Assert.Equal([10_000 * ((36 + 9 + 1 + 1) * 100) / (110.0 * 110), 5000], ledger.Trend.Select(q => q.Hhi), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([60 / 110.0, 0.5], ledger.Trend.Select(q => q.Top1), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(2, ledger.Trend[1].EffectiveNumber, 1e-9);

        // From 16 May 2020: bob 30, cid 70, dan -5.
        Assert.Equal((3, 100, 1, -5), (ledger.Revenue!.Customers, ledger.Revenue.Total, ledger.Revenue.Negative, ledger.Revenue.NegativeTotal));
        Assert.Equal(0.7, ledger.Revenue.Top1, 1e-12);
        Assert.Null(ledger.Margin);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Margin_is_that_of_twelve_months_that_are_over()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,ann,2024-01-05,100\no2,bob,2024-02-05,100\no3,bob,2024-03-05,900\no4,ann,2023-02-05,500\n")
            .With("company.yaml", "margins: {default: 0.4}\n")
            .Read();
        BookedCompany.BookNet(company, 0.4);

        ConcentrationMeasure margin = ConcentrationLedger.Of(company.Connection, new(2024, 3, 15), margin: true).Margin!;

        // March 2024 runs, February 2023 is older than twelve months before it.
        Assert.Equal((2, 80), (margin.Customers, margin.Total));
    }

    [Fact]
    [Golden("concentration.loss.v1")]
    public void Drawn_losses_of_independent_accounts_are_those_of_all_ways_to_leave()
    {
        double[] values = [50, 30, 20, 10], chances = [0.1, 0.2, 0.3, 0.5];
        List<(double Loss, double Chance)> ways = [];
        for (int way = 0; way < 16; way++)
        {
            int of = way;
            ways.Add((
                Enumerable.Range(0, 4).Sum(i => (of >> i & 1) * values[i]),
                Enumerable.Range(0, 4).Aggregate(1.0, (chance, i) => chance * ((of >> i & 1) == 1 ? chances[i] : 1 - chances[i]))));
        }

        ways.Sort();
        LossLaw drawn = LossLaw.Of(LossSimulation.Draw(values, chances, [], 0, 200_000, 7));

        Assert.Equal(ways.Sum(way => way.Loss * way.Chance), drawn.Mean, 0.15);
        foreach ((double level, double risk, double shortfall) in new[] { (0.95, drawn.Var95, drawn.Shortfall95), (0.99, drawn.Var99, drawn.Shortfall99) })
        {
            double sum = 0, exact = ways.First(way => (sum += way.Chance) >= level).Loss;
            Assert.Equal(exact, risk);
            Assert.Equal(exact + (ways.Sum(way => Math.Max(0, way.Loss - exact) * way.Chance) / (1 - level)), shortfall, 1.0);
        }
    }

    [Fact]
    public void A_law_of_losses_by_hand_and_chances_that_stay_what_they_are_where_leaving_comes_together()
    {
        // 1 to 100: 95 are not above 95; the five worst are 96 to 100.
        Assert.Equal(new(50.5, 95, 99, 98, 100), LossLaw.Of([.. Enumerable.Range(1, 100).Select(i => (double)i)]) is var law ? law with { Shortfall95 = Math.Round(law.Shortfall95, 9), Shortfall99 = Math.Round(law.Shortfall99, 9) } : null);

        double[] values = [.. Enumerable.Repeat(1.0, 40)], chances = [.. Enumerable.Repeat(0.1, 40)];
        int[] one = new int[40], none = [.. Enumerable.Repeat(-1, 40)];
        LossLaw alone = LossLaw.Of(LossSimulation.Draw(values, chances, [one], 0, 20_000, 3)), together = LossLaw.Of(LossSimulation.Draw(values, chances, [one], 0.3, 20_000, 3));
        Assert.Equal(4, alone.Mean, 0.1);
        Assert.Equal(4, together.Mean, 0.15);
        Assert.True(together.Var99 > 1.5 * alone.Var99, $"{together.Var99} against {alone.Var99}");

        // Whose group is not known leaves for itself: the same draws as without any trait.
        Assert.Equal(LossSimulation.Draw(values, chances, [], 0, 500, 3), LossSimulation.Draw(values, chances, [none], 0.3, 500, 3));
        Assert.Equal(LossSimulation.Draw(values, chances, [one], 0.3, 500, 3), LossSimulation.Draw(values, chances, [one], 0.3, 500, 3));

        // Who leaves for sure, and who never does.
        Assert.All(LossSimulation.Draw([5, 7], [1, 0], [[0, 0]], 0.9, 100, 1), loss => Assert.Equal(5, loss));
    }

    [Fact]
    [Golden("concentration.without.v1")]
    public void What_is_left_without_one_is_what_the_others_are()
    {
        Pcg64 random = new(4, 1);
        for (int round = 0; round < 30; round++)
        {
            double[] amounts = [.. Enumerable.Range(0, 1 + random.NextInt32(25)).Select(_ => Math.Round((30 * random.NextDouble()) - 5))];
            int gone = random.NextInt32(amounts.Length);
            double[] rest = [.. amounts.Where((_, i) => i != gone)];

            (double sum, double hhi, double top) = new Without([.. amounts.Order()]).Of(amounts[gone], 10);

            ConcentrationMeasure? others = ConcentrationMeasure.Of("value", Own, rest);
            Assert.Equal(rest.Sum(), sum, 1e-9);
            Assert.Equal(others?.Shares.Hhi ?? 0, hhi, 1e-6);
            Assert.Equal(others?.Top10 ?? 0, top, 1e-9);
        }
    }

    [Fact]
    [Golden("concentration.protection.v1")]
    public void Terms_of_three_months_protect_what_is_under_them_until_they_end()
    {
        // Two year terms with 6 and 3 months left, one month to month; the fourth has left.
        double half = 182.625;
        var terms = new Dictionary<int, (double, double)> { [0] = (12, half), [1] = (12, half / 2), [2] = (1, 20) };

        ConcentrationRecord found = Find([100, 90, 80, 0], [100, 50, 50, 0], terms)!;

        Assert.Equal([(1, 100, 1), (null, 200, 0.75)], found.Protection.Select(p => (p.Largest, p.Mrr, p.Share)));
        Assert.Equal([6, 5], found.Protection.Select(p => p.MonthsLeft!.Value), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([6, 3, null], found.Top.Select(account => account.MonthsLeft is { } months ? Math.Round(months, 9) : (double?)null));
    }

    [Fact]
    public void Accounts_that_share_a_reseller_leave_together_and_nothing_shared_is_said()
    {
        double[] clv = [.. Enumerable.Range(0, 30).Select(i => 100.0 - i)], leaves = [.. Enumerable.Repeat(0.1, 30)];
        IReadOnlyDictionary<int, string> Trait(Func<int, string> of) => Enumerable.Range(0, 30).ToDictionary(i => i, of);
        var traits = SharedTraits.From(new Dictionary<string, IReadOnlyDictionary<int, string>> { ["industry"] = Trait(i => $"own {i}"), ["reseller"] = Trait(i => i < 15 ? "north" : "south") });
        ConcentrationPortfolio portfolio = new(SmallScores.Of(clv, leaves), null, Own, Horizon.OfDays(365));
        ConcentrationLedger nothing = new(null, null, []);

        LossRecord loss = portfolio.Find(nothing, traits, NoTerms, ConcentrationRule.Default, 1)!.Loss!;

        // Of industries everybody has their own, which is shared with nobody.
        Assert.Equal(["reseller"], loss.Shared);
        Assert.Equal((0.2, "p_churn_365d", 30), (loss.Correlation, loss.Chance, loss.Accounts));
        Assert.True(loss.Linked.Shortfall99 > loss.Independent.Shortfall99);
        LossRecord none = portfolio.Find(nothing, traits, NoTerms, ConcentrationRule.Default with { Shared = ["channel"] }, 1)!.Loss!;
        Assert.Equal((0, none.Independent), (none.Correlation, none.Linked));
        Assert.Null(Find([-1, 0], [0, 0], NoTerms));
    }

    [Fact]
    [Golden("concentration.groups.v1")]
    public void Value_rests_on_groups_by_what_they_are_worth_net()
    {
        ValueGroup Of(string dimension, string name, double value, double? net) => new(dimension, name, 1, 1, 0, value, null, null, net);

        IReadOnlyList<GroupConcentration> found = GroupConcentration.Of([Of("segment", "Small", 90, 30), Of("segment", "Large", 80, 70), Of("segment", string.Empty, 5, -2), Of("channel", string.Empty, 10, null), Of("band", "a", 9, 9)]);

        Assert.Equal([new("segment", 2, "Large", 0.7, 5800), new("channel", 1, string.Empty, 1, 10_000)], found.Select(one => one with { Hhi = Math.Round(one.Hhi, 6), Share = Math.Round(one.Share, 9) }));
    }

    [Theory]
    [InlineData("concentration: {correlation: 0.35, shared: [reseller]}", null)]
    [InlineData("concentration: {correlation: 0.95}", "the correlation of accounts that share traits is 0.95; it is from 0 to 0.9")]
    [InlineData("concentration: {shared: [mood]}", "accounts are said to share 'mood'; they may share industry, channel, reseller, family")]
    [InlineData("concentration: {rho: 1}", "'concentration' speaks of 'rho'; it has correlation and shared")]
    public void A_company_states_how_leaving_goes_together(string yaml, string? refused)
    {
        using CompanyFiles company = new CompanyFiles().With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,a,2024-01-01,1\n").With("company.yaml", yaml + "\n");
        if (refused is not null)
        {
            Assert.Contains(refused, Assert.Throws<PerennialException>(() => CompanyFolder.Open(company.Folder)).Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal("correlation 0.35 by reseller", CompanyFolder.Open(company.Folder).Rules!.Concentration!.Id);
    }

    private static ConcentrationRecord? Find(double[] clv, double[] mrr, IReadOnlyDictionary<int, (double, double)> terms) =>
        new ConcentrationPortfolio(SmallScores.Of(clv, mrr: mrr), null, Own, Horizon.OfDays(365)).Find(new(null, null, []), SharedTraits.None, terms, ConcentrationRule.Default, 1);
}
