using Perennial.Models.Learning;
using Perennial.Models.Learning.Explaining;
using Perennial.Models.Learning.Linear;
using Perennial.Models.Learning.Scorecards;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Learning;

/// <summary>Which features matter, where a model errs, and the card a person can add up.</summary>
public sealed class ExplainingTests
{
    [Fact]
    public void Shares_of_a_glove_game_are_the_known_ones()
    {
        // One left glove, two right ones: the left is worth 2/3, each right 1/6.
        double[] share = GroupedShapley.Of(3, coalition => (coalition & 1) != 0 && (coalition & 6) != 0 ? 1 : 0);
        Assert.Equal(2.0 / 3, share[0], 1e-15);
        Assert.Equal(1.0 / 6, share[1], 1e-15);
        Assert.Equal(1.0 / 6, share[2], 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupedShapley.Of(17, _ => 0));
    }

    [Fact]
    public void False_discoveries_are_adjusted_as_benjamini_and_hochberg_do() =>
        Assert.Equal([0.04, 0.02, 0.04, 0.5], FalseDiscovery.Adjust([0.02, 0.005, 0.03, 0.5]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void A_slice_with_larger_errors_is_found_and_chance_is_not()
    {
        Pcg64 random = new(3);
        double[] losses = [.. Enumerable.Range(0, 2000).Select(i => (i % 4 == 0 ? 1.4 : 1) * random.NextExponential())];
        string?[] segment = [.. Enumerable.Range(0, 2000).Select(i => "ABCD"[i % 4].ToString())], period = [.. Enumerable.Range(0, 2000).Select(i => i < 20 ? "few" : i % 3 == 0 ? "early" : "late")];
        IReadOnlyList<ErrorSlice> slices = ErrorSlices.Of(losses, [("segment", segment), ("period", period)]);
        Assert.Equal("segment: A", slices[0].Slice);
        Assert.True(slices[0].FalseDiscovery < 0.001);
        Assert.Equal(losses.Where((_, i) => i % 4 == 0).Average() - losses.Where((_, i) => i % 4 != 0).Average(), slices[0].Difference, 1e-9);
        Assert.DoesNotContain(slices, slice => slice.Slice.Contains("few", StringComparison.Ordinal));
        Assert.All(slices.Where(slice => slice.Slice.StartsWith("period", StringComparison.Ordinal)), slice => Assert.True(slice.FalseDiscovery > 0.05));
    }

    [Fact]
    public void Stability_selection_finds_what_was_planted_and_bounds_what_was_not()
    {
        (FeatureTable table, double[] y) = Drawn.Of(800, 15, 101, (x, random) => Drawn.Event(x[1] - (0.8 * x[4]) + (0.7 * x[9]), random));
        ElasticNetOptions options = new() { Family = LinearFamily.Binomial, Steps = 20 };
        StabilityReport one = StabilitySelection.Of(table, y, options, entered: 4, halves: 20, threshold: 0.8), two = StabilitySelection.Of(table, y, options with { Threads = 2 }, entered: 4, halves: 20, threshold: 0.8);
        Assert.Equal(one.Features, two.Features);
        Assert.Equal(["f1", "f4", "f9"], one.Found.Select(feature => feature.Feature).Order());
        Assert.Equal(-1, one.Features.Single(feature => feature.Feature == "f4").Sign);
        Assert.Equal(16 / (0.6 * 15), one.FalseFindings, 1e-12);
    }

    [Fact]
    public void Shuffling_or_leaving_out_a_feature_of_use_costs_and_noise_does_not()
    {
        (FeatureTable table, double[] y) = Drawn.Of(1000, 4, 111, (x, random) => (2 * x[0]) + x[1] + random.NextNormal());
        LinearModel model = ElasticNetFitter.Fit(table, y, 0, new());
        double[] Losses(FeatureTable rows, LinearModel with) => [.. with.Predict(rows).Zip(y, (p, a) => (p - a) * (p - a))];
        IReadOnlyList<FeatureImportance> importance = PermutationImportance.Of(table, rows => Losses(rows, model));
        Assert.Equal(["f0", "f1"], importance.Take(2).Select(one => one.Feature));

        // Shuffling x adds its part of the squared error twice: 2 b^2 var(x).
        double mean = table.Column(0).ToArray().Average(), variance = table.Column(0).ToArray().Average(v => (v - mean) * (v - mean));
        Assert.Equal(2 * model.Coefficients[0] * model.Coefficients[0] * variance, importance[0].Rise, 0.5);
        Assert.All(importance.Skip(2), one => Assert.True(Math.Abs(one.Rise) < 0.05));
        IReadOnlyList<AblatedFamily> families = Ablation.Of(["usage", "money", "money", "noise"], table.Names, names => Losses(table.Only(names), ElasticNetFitter.Fit(table.Only(names), y, 0, new())));
        Assert.Equal(["usage", "money", "noise"], families.Select(family => family.Family));
        Assert.Equal([true, true, false], families.Select(family => family.Matters));
        Assert.Equal(2, families[1].Features);
    }

    [Fact]
    public void A_card_of_points_adds_up_and_ten_points_double_the_odds()
    {
        (FeatureTable table, double[] y) = Drawn.Of(4000, 3, 121, (x, random) => Drawn.Event(-1 + (1.2 * x[0]) - (0.8 * x[1]), random), unknown: 0.1);
        PointsScorecard card = ScorecardFitter.Fit(table, Drawn.Yes(y), ["f0", "f1"]);
        Assert.Equal(["f0", "f1"], card.Features.Select(feature => feature.Feature));
        Assert.All(card.Features, feature => Assert.Equal(0, feature.Ranges.Min(range => range.Points)));
        Assert.All(card.Features, feature => Assert.Equal(4000, feature.Ranges.Sum(range => range.Count)));
        Assert.All(card.Features, feature => Assert.Single(feature.Ranges, range => range.Unknown));
        int[] rising = [.. card.Features[0].Ranges.Where(range => !range.Unknown).Select(range => range.Points)];
        Assert.Equal(rising.Order(), rising);
        int[] points = card.Points(table);
        Assert.Equal(points.Select(card.Chance), card.Predict(table));
        Assert.InRange(points.Max(), 1, card.Most);
        double odds = card.Chance(20) / (1 - card.Chance(20)), ten = card.Chance(30) / (1 - card.Chance(30));
        Assert.InRange(ten / odds, 1.8, 2.3);
        Assert.Equal(y.Average(), card.Predict(table).Average(), 0.002);
        Assert.True(card.Levels()[^1].Chance > card.Levels()[0].Chance);
        Assert.Contains("There is no feature 'age'", Assert.Throws<ArgumentException>(() => ScorecardFitter.Fit(table, Drawn.Yes(y), ["age"])).Message, StringComparison.Ordinal);
    }
}
