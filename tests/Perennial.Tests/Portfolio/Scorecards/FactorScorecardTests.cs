using Perennial.Features.Signals;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Portfolio.Scorecards;
using Perennial.Testing;
using YamlDotNet.RepresentationModel;

namespace Perennial.Tests.Portfolio.Scorecards;

/// <summary>The six weighted factors: what each is made of, which way it counts, and what it went with.</summary>
public sealed class FactorScorecardTests
{
    [Fact]
    [Golden("factors.v1")]
    public void Six_factors_by_hand()
    {
        Assert.Equal(100, FactorScorecard.Factors.Sum(factor => factor.Weight));
        Assert.Equal([25, 20, 15, 15, 15, 10], FactorScorecard.Factors.Select(factor => factor.Weight));

        // Every signal has a better side, and is in one factor.
        string[] used = [.. FactorScorecard.Factors.SelectMany(factor => factor.Signals)];
        Assert.All(used, id => Assert.NotEqual(0, SignalCatalogue.All[SignalCatalogue.PlaceOf(id)].Better));
        Assert.Equal(used.Length, used.Distinct().Count());

        // Four customers: most use and most tickets in one hand. Percentiles 12.5, 37.5, 62.5, 87.5; more tickets are worse.
        SignalColumns signals = Signals(("use_a_user_28d", [1, 2, 3, 4]), ("tickets_91d", [1, 2, 3, 4]), ("days_late_365d", [5, 5, double.NaN, 5]));
        FactorTable card = FactorScorecard.Of([0, 1, 2, 3], ["a", "b", "c", "d"], signals, new Dictionary<string, double>(), null);
        Assert.Equal([1.25, 3.75, 6.25, 8.75], card.Values[0]);
        Assert.Equal([8.75, 6.25, 3.75, 1.25], card.Values[2]);
        Assert.Equal([5, 5, double.NaN, 5], card.Values[3]);
        Assert.Equal(((25 * 1.25) + (15 * 8.75) + (15 * 5)) / 55, card.Score[0], 1e-12);
        Assert.Equal(((25 * 6.25) + (15 * 3.75)) / 40, card.Score[2], 1e-12);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(card.Score[i], card.Contributions.Sum(part => part[i]), 1e-12));
        Assert.Equal((0, 4, 3), (card.Record.Factors[1].Known, card.Record.Factors[2].Known, card.Record.Factors[3].Known));
    }

    [Fact]
    [Golden("factors.importance.v1")]
    public void What_revenue_went_with_is_shared_out()
    {
        // Revenue follows use; tickets follow it too, and so take part of its share; payment says nothing.
        const int n = 80;
        double[] use = [.. Enumerable.Range(0, n).Select(i => (double)(i * 37 % n))], tickets = [.. use.Select((u, i) => -u + (i % 9 * 10))], late = [.. Enumerable.Range(0, n).Select(i => (double)(i * 11 % 7))];
        SignalColumns panel = Signals(("use_a_user_28d", use), ("tickets_91d", tickets), ("days_late_365d", late)) with { Landmark = [.. Enumerable.Repeat(14, n)] };
        SignalOutcomes came = new()
        {
            HorizonDays = 365, Churned = new bool[n], ByPayment = new bool[n], DaysToChurn = new int[n], NetRevenue = [.. use.Select(u => u * u)], RecurringRevenue = new double[n], Censored = new bool[n],
        };
        FactorImportance importance = FactorScorecard.Importance(panel, came)!;
        Assert.Equal(1, importance.RSquared, 1e-6);
        Assert.Equal(1, importance.Shares.Sum(), 1e-9);
        Assert.True(importance.Shares[0] > 0.5 && importance.Shares[2] > 0.1 && importance.Shares[3] < 0.05 && importance.Shares[1] == 0);
        Assert.Equal(1, importance.Correlations[0], 1e-9);
        Assert.Null(FactorScorecard.Importance(panel, new()
        {
            HorizonDays = 365, Churned = came.Churned, ByPayment = came.ByPayment, DaysToChurn = came.DaysToChurn, NetRevenue = came.NetRevenue, RecurringRevenue = came.RecurringRevenue, Censored = [.. Enumerable.Repeat(true, n)],
        }));
    }

    [Theory]
    [InlineData("factors: {usage_patterns: 30, feature_adoption: 20, support_tickets: 15, payment_history: 15, engagement: 10, expansion_interest: 10}", null)]
    [InlineData("factors: {usage_patterns: 30, feature_adoption: 20, support_tickets: 15, payment_history: 15, engagement: 15, expansion_interest: 10}", "add up to 105 %; they must add up to 100 %")]
    [InlineData("factors: {usage_patterns: 100}", "says nothing of 'feature_adoption'")]
    [InlineData("factors: {mood: 100}", "speaks of 'mood'; they are usage_patterns")]
    [InlineData("factors: {usage_patterns: -1}", "a weight is a per cent, from 0 to 100")]
    [InlineData("value_segments: {high: [A], moderate: [B, C]}", null)]
    [InlineData("value_segments: {high: [gold]}", "names the tier 'gold'; there are A, B, C, D")]
    [InlineData("value_segments: {high: [A], moderate: [A]}", "names a tier twice")]
    [InlineData("value_segments: {top: [A]}", "speaks of 'top'; it has 'high' and 'moderate'")]
    [InlineData("trajectories: {band: 0.1, bought_band: 0.5, strong: 0.6, margin: 0.2}", null)]
    [InlineData("trajectories: {strong: 0.4}", "'strong' of 'trajectories' is 0.4; it is a share from 0.5 to 1")]
    [InlineData("trajectories: {width: 0.4}", "'trajectories' speaks of 'width'")]
    public void What_a_company_states_is_read_or_refused(string yaml, string? refused)
    {
        ContractNode root = Root(yaml);
        if (refused is not null)
        {
            PerennialException e = Assert.Throws<PerennialException>(() => CompanyRulesReader.Read("company.yaml", root));
            Assert.Equal("ingest/company-mapping", e.Code);
            Assert.Contains(refused, e.Message, StringComparison.Ordinal);
            return;
        }

        CompanyRules rules = CompanyRulesReader.Read("company.yaml", root)!;
        Assert.True(rules.FactorWeights.GetValueOrDefault("usage_patterns") == 30 || rules.Segments is { Moderate: ["B", "C"] } || rules.Trajectories == new TrajectoryRules(0.1, 0.5, 0.6, 0.2));
        Assert.NotEqual(CompanyRules.None.ToString(), rules.ToString());
    }

    private static ContractNode Root(string text)
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(text));
        return new("company.yaml", yaml.Documents[0].RootNode);
    }

    private static SignalColumns Signals(params (string Id, double[] Values)[] known)
    {
        int n = known[0].Values.Length;
        double[][] values = [.. SignalCatalogue.All.Select(_ => Enumerable.Repeat(double.NaN, n).ToArray())];
        foreach ((string id, double[] column) in known)
        {
            values[SignalCatalogue.PlaceOf(id)] = column;
        }

        return new() { CustomerKey = [.. Enumerable.Range(0, n)], Landmark = new int[n], Day = new int[n], Active = new bool?[n], Segments = [string.Empty], Segment = new int[n], Values = values };
    }
}
