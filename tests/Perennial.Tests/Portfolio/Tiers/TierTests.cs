using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Models.Numerics;
using Perennial.Portfolio.Tiers;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Portfolio.Tiers;

/// <summary>Tiers of value: cut by share or amount, kept by a margin, compared between runs, and unsure where an interval reaches further.</summary>
public sealed class TierTests
{
    private const string Own = "clv.revenue.365d.mid.d10.v1";
    private static readonly TierRule Amounts = new() { By = TierCut.Threshold, Names = ["gold", "silver", "rest"], Cuts = [100, 0] };

    [Fact]
    [Golden("tier.v1")]
    public void Ten_customers_fall_into_one_two_three_and_four()
    {
        TierTable tiers = Of([30, 100, 10, 90, 80, 50, 20, 70, 60, 40]);

        Assert.Equal([3, 0, 3, 1, 1, 2, 3, 2, 2, 3], tiers.Tier);
        Assert.Equal(["A", "B", "C", "D"], tiers.Record.Tiers.Select(tier => tier.Name));
        Assert.Equal([100, 80, 50, null], tiers.Record.Tiers.Select(tier => tier.From));
        Assert.Equal([100, 170, 180, 100], tiers.Record.Tiers.Select(tier => tier.Value));
        Assert.Equal("clv", tiers.Record.Measure);
    }

    [Fact]
    public void Equals_stay_together_where_their_middle_lies_and_who_has_no_value_has_no_tier()
    {
        // Seven customers at 0 are the places 4 to 10; their middle is past every cut.
        Assert.Equal([0, 1, 1, 3, 3, 3, 3, 3, 3, 3], Of([9, 8, 7, 0, 0, 0, 0, 0, 0, 0]).Tier);

        // All alike: half of them lie above the middle, which is in the third tier.
        TierTable alike = Of([5, 5, 5, double.NaN, 5]);
        Assert.Equal([2, 2, 2, -1, 2], alike.Tier);
        Assert.Equal([null, null, 5, null], alike.Record.Tiers.Select(tier => tier.From));
        Assert.Equal(1, alike.Record.Without);
        Assert.Null(alike.NameOf(3));
        Assert.Null(TierPortfolio.Of(SmallScores.Of([double.NaN]), null, TierRule.Default, Own));
    }

    [Fact]
    [Golden("tier.held.v1")]
    public void Near_a_cut_the_tier_before_is_kept_past_the_margin_it_is_not()
    {
        // A tenth of 100 either way; of the cut at 0 a tenth of the other.
        int[] before = [1, 1, 0, 0, 2, 2, 1, 1];
        TierTable tiers = Of([109, 110, 91, 89.9, 9, 10, -10, -10.1], Amounts, Before(Amounts, before));

        Assert.Equal([1, 0, 0, 1, 2, 1, 1, 2], tiers.Tier);
        Assert.Equal([true, false, true, false, true, false, true, false], tiers.Held);
        Assert.Equal(before, tiers.Before);

        // From the bottom past both cuts, and from the top past both.
        Assert.Equal([0, 2], Of([500, -500], Amounts, Before(Amounts, [2, 0])).Tier);
    }

    [Fact]
    public void By_share_the_margin_is_one_of_the_share()
    {
        // Of a hundred customers the first ten are A; the eleventh by value keeps A, the twelfth does not, and nobody below the ninth place rises into it.
        int[] before = [.. Enumerable.Range(0, 100).Select(i => i is 10 or 11 ? 0 : i is 8 or 9 ? 1 : i < 10 ? 0 : i < 30 ? 1 : i < 60 ? 2 : 3)];
        TierTable tiers = Of([.. Enumerable.Range(0, 100).Select(i => 1000.0 - i)], null, Before(TierRule.Default, before));

        Assert.Equal([0, 1, 0, 1], tiers.Tier[8..12]);
        Assert.Equal([false, true, true, false], tiers.Held[8..12]);
    }

    [Fact]
    [Golden("tier.migration.v1")]
    public void Who_moved_is_told_from_tier_to_tier_with_the_values_then_and_now()
    {
        TierBefore before = Before(Amounts, [0, 2, 1]) with { Tiers = new Dictionary<int, (int, double)> { [0] = (0, 200), [1] = (2, -5), [2] = (1, 50), [7] = (1, 60) } };

        TierMigration migration = Of([20, 130, 95, 40], Amounts, before).Record.Migration!;

        Assert.Equal(
            [new(-1, 1, 1, 0, 0, 40), new(0, 1, 1, 0, 200, 20), new(1, -1, 1, 0, 60, 0), new(1, 1, 1, 0, 50, 95), new(2, 0, 1, 0, -5, 130)],
            migration.Cells);
        Assert.Equal(1, migration.Sum(cell => cell.IsUp).Customers);
        Assert.Equal(-180, migration.Sum(cell => cell.IsDown) is var down ? down.Now - down.Before : 0, 1e-12);
        Assert.Equal(305, migration.Cells.Sum(cell => cell.Before), 1e-12);
        Assert.Equal(285, migration.Cells.Sum(cell => cell.Now), 1e-12);
    }

    [Fact]
    public void Another_rule_or_measure_starts_anew_and_says_so()
    {
        TierTable other = Of([109, -9], Amounts with { Version = "2" }, Before(Amounts, [1, 1]));
        Assert.Equal([0, 2], other.Tier);
        Assert.Null(other.Record.Migration);
        Assert.Contains("another rule (by threshold of net: gold, silver, rest at 100, 0, margin 0.1, version 1): tiers start anew", other.Record.Anew, StringComparison.Ordinal);

        TierBefore before = Before(Amounts, [1, 1]);
        Assert.Contains("ranked by clv_net", Of([109, -9], Amounts, before with { Record = before.Record! with { Measure = "clv_net" } }).Record.Anew, StringComparison.Ordinal);
        Assert.Equal("The run before had no tiers.", Of([109, -9], Amounts, before with { Record = null }).Record.Anew);
        Assert.Equal("Later.", Of([109, -9], Amounts, before with { Hindrance = "Later." }).Record.Anew);
        Assert.Null(Of([109, -9], Amounts).Record.Anew);
    }

    [Fact]
    [Golden("tier.chance.v1")]
    public void A_tier_straddles_where_the_interval_reaches_another_and_its_chance_is_that_of_its_ends()
    {
        // Quantiles 2.5 %, 10 %: 40; 50 %: the value; 90 %, 97.5 %: 140. At 100 a straight line from 80 (one half) to 140 (0.9) has passed 0.5 + 0.4 / 3.
        TierTable tiers = TierPortfolio.Of(SmallScores.Of([80, 500, -3], p10: [40, 450, -3], p90: [140, 600, -3]), null, Amounts, Own)!;

        Assert.Equal([1, 0, 2], tiers.Tier);
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(tiers.Straddles));
        Assert.Equal([0, 0, 2], tiers.Highest);
        Assert.Equal([1, 0, 2], tiers.Lowest);
        Assert.Equal([0.5 + (0.4 / 3), 1, 1], tiers.Chance, (a, b) => Math.Abs(a - b) < 1e-12);

        // Half of the outcomes are exactly nothing: the lump counts on the side of the cut where it lies.
        TierTable lump = TierPortfolio.Of(SmallScores.Of([0, 0], p10: [0, 0], p90: [80, 160]), null, Amounts with { Cuts = [100, 1] }, Own)!;
        Assert.Equal([0.5 + (0.4 / 80), 0.5 + (0.4 / 160)], lump.Chance, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Recurring_and_past_revenue_alone_never_put_one_customer_above_another()
    {
        Pcg64 random = new(11, 1);
        for (int round = 0; round < 50; round++)
        {
            double[] clv = [.. Enumerable.Range(0, 60).Select(_ => Math.Round((200 * random.NextDouble()) - 50))];
            TierTable one = TierPortfolio.Of(SmallScores.Of(clv, mrr: [.. clv.Select(_ => 1e4 * random.NextDouble())]), null, TierRule.Default, Own)!;
            TierTable other = TierPortfolio.Of(SmallScores.Of(clv, mrr: [.. clv.Select(value => 1e4 - value)]), null, TierRule.Default, Own)!;

            Assert.Equal(one.Tier, other.Tier);
            int[] order = [.. Enumerable.Range(0, 60).OrderByDescending(i => clv[i])];
            Assert.Equal(one.Tier.Order(), order.Select(i => one.Tier[i]));
        }
    }

    [Theory]
    [InlineData("tiers: {names: [top, rest], cuts: [0.25], margin: 0.2, version: 2025, measure: gross}", null)]
    [InlineData("tiers: {by: threshold, names: [gold, silver, loss], cuts: [1000, 0]}", null)]
    [InlineData("tiers: {by: rank}", "'by' of tiers is 'rank'; it is quantile or threshold")]
    [InlineData("tiers: {name: [a]}", "'tiers' speaks of 'name'; it has by, names, cuts, measure, margin, version")]
    [InlineData("tiers: {by: threshold}", "'tiers' has 'names' and 'cuts' together")]
    [InlineData("tiers: {names: [a, a], cuts: [0.5]}", "there are 2 to 10, none twice")]
    [InlineData("tiers: {names: [a, b, c], cuts: [0.5, 0.2]}", "the cuts of 3 tiers are 0.5, 0.2; between 3 tiers there are 2, shares of the customers from the top that rise")]
    [InlineData("tiers: {by: threshold, names: [a, b, c], cuts: [0, 10]}", "amounts that fall, the highest first")]
    [InlineData("tiers: {margin: 0.7}", "the margin of tiers is 0.7; it is a share of the cut, from 0 to 0.5")]
    public void A_company_states_its_rule(string yaml, string? refused)
    {
        using CompanyFiles company = new CompanyFiles().With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,a,2024-01-01,1\n").With("company.yaml", yaml + "\n");
        if (refused is not null)
        {
            Assert.Contains(refused, Assert.Throws<PerennialException>(() => CompanyFolder.Open(company.Folder)).Message, StringComparison.Ordinal);
            return;
        }

        TierRule rule = CompanyFolder.Open(company.Folder).Rules!.Tiers!;
        Assert.Contains(
            rule.Id,
            (string[])["by quantile of gross: top, rest at 0.25, margin 0.2, version 2025", "by threshold of net: gold, silver, loss at 1000, 0, margin 0.1, version 1"]);
    }

    private static TierTable Of(double[] clv, TierRule? rule = null, TierBefore? before = null) => TierPortfolio.Of(SmallScores.Of(clv), null, rule ?? TierRule.Default, Own, before)!;

    private static TierBefore Before(TierRule rule, int[] tiers) =>
        new("run", new DateOnly(2024, 1, 1), new(rule.Id, rule.By, "clv", Own, [], 0, null, null), tiers.Index().ToDictionary(t => t.Index, t => (t.Item, 0.0)), null);
}
