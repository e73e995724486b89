using Perennial.Models.Assessing;
using Perennial.Models.Learning;
using Perennial.Models.Learning.Trees;

namespace Perennial.Models.Tests.Learning;

/// <summary>Trees of our own find what was planted, with the numbers of the definition.</summary>
public sealed class TreeLearnerTests
{
    [Fact]
    public void One_split_is_the_best_one_and_its_leaves_are_means()
    {
        FeatureTable table = new(["age", "noise"], [[1, 2, 3, 4, 5, 6], [2, 1, 2, 1, 2, 1]]);
        double[] y = [10, 11, 12, 20, 21, 25];
        TreeEnsemble stump = BoostingFitter.Fit(table, y, new() { Rounds = 1, LearningRate = 1, Depth = 1, LeafRows = 1, Penalty = 0 });
        Assert.Equal([11.0, 11, 11, 22, 22, 22], stump.Predict(table).Select(value => Math.Round(value, 12)));
        Assert.Equal([1.0, 0], stump.GainShares());
        Assert.Equal(16.5, stump.ExpectedMargin, 1e-12);
    }

    [Fact]
    public void Unknown_values_go_to_the_side_where_they_belong()
    {
        FeatureTable table = new(["seats"], [[1, 2, 3, 4, double.NaN, double.NaN]]);
        double[] y = [0, 0, 1, 1, 1, 1];
        TreeEnsemble stump = BoostingFitter.Fit(table, y, new() { Rounds = 1, LearningRate = 1, Depth = 1, LeafRows = 1, Penalty = 0 });
        Assert.Equal([0.0, 0, 1, 1, 1, 1], stump.Predict(table).Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Boosting_finds_a_combination_that_no_feature_shows_alone_and_states_fair_chances()
    {
        (FeatureTable train, double[] y) = Drawn.Of(3000, 6, 11, (x, random) => Drawn.Event(x[0] * x[1] > 0 ? 1.5 : -1.5, random));
        (FeatureTable test, double[] z) = Drawn.Of(3000, 6, 12, (x, random) => Drawn.Event(x[0] * x[1] > 0 ? 1.5 : -1.5, random));
        TreeEnsemble model = BoostingFitter.Fit(train, y, new() { Objective = BoostingObjective.Logistic, Rounds = 80 });
        double[] chance = model.Predict(test);
        Assert.True(Ranking.Concordance(chance, z) > 0.74);
        double[] gain = model.GainShares();
        Assert.True(gain[0] + gain[1] > 0.7);
        Assert.All(Probabilities.Reliability(chance, Drawn.Yes(z), 5), bin => Assert.InRange(bin.Predicted - bin.Observed, -0.08, 0.08));
    }

    [Fact]
    public void A_forest_ranks_planted_features_first_and_is_the_same_on_two_threads()
    {
        (FeatureTable train, double[] y) = Drawn.Of(1500, 8, 21, (x, random) => Drawn.Event((1.5 * x[2]) - x[5], random), unknown: 0.1);
        TreeEnsemble one = RandomForestFitter.Fit(train, y, new() { Trees = 40, Threads = 1 }), two = RandomForestFitter.Fit(train, y, new() { Trees = 40, Threads = 2 });
        Assert.Equal(one.Predict(train), two.Predict(train, threads: 2));
        Assert.All(one.Predict(train), chance => Assert.InRange(chance, 0, 1));
        double[] gain = one.GainShares();
        Assert.Equal([2, 5], Enumerable.Range(0, 8).OrderByDescending(j => gain[j]).Take(2).Order());
        Assert.NotEqual(one.Predict(train), RandomForestFitter.Fit(train, y, new() { Trees = 40, Seed = 2 }).Predict(train));
    }

    [Fact]
    public void A_boosted_quantile_leaves_its_share_below()
    {
        (FeatureTable train, double[] y) = Drawn.Of(4000, 2, 31, (x, random) => x[0] + (Math.Exp(0.5 * x[1]) * random.NextNormal()));
        (FeatureTable test, double[] z) = Drawn.Of(4000, 2, 32, (x, random) => x[0] + (Math.Exp(0.5 * x[1]) * random.NextNormal()));
        double[] high = BoostingFitter.Fit(train, y, new() { Objective = BoostingObjective.Quantile, Level = 0.9, Rounds = 40, Depth = 3 }).Predict(test);
        Assert.InRange(z.Zip(high, (actual, bound) => actual <= bound ? 1.0 : 0).Average(), 0.86, 0.92);
    }

    [Theory]
    [InlineData(BoostingObjective.Gamma)]
    [InlineData(BoostingObjective.Tweedie)]
    public void The_score_of_amounts_vanishes_over_the_training_rows(BoostingObjective objective)
    {
        (FeatureTable train, double[] y) = Drawn.Of(3000, 3, 41, (x, random) => (objective == BoostingObjective.Tweedie && random.NextDouble() < 0.5 ? 0 : 1) * Math.Exp(0.6 * x[0]) * (1e-6 + random.NextExponential()));
        double[] mean = BoostingFitter.Fit(train, y, new() { Objective = objective, Rounds = 60, Penalty = 0 }).Predict(train);

        // Gamma: sum of y / mu - 1. Tweedie with power 1.5: sum of (y - mu) / sqrt(mu).
        double score = mean.Zip(y, (mu, v) => objective == BoostingObjective.Gamma ? (v / mu) - 1 : (v - mu) / Math.Sqrt(mu)).Average();
        Assert.InRange(score, -0.01, 0.01);
    }

    [Fact]
    public void Weights_count_as_repeated_rows()
    {
        (FeatureTable table, double[] y) = Drawn.Of(200, 3, 51, (x, random) => x[0] + random.NextNormal());
        int[] twice = [.. Enumerable.Range(0, 200), .. Enumerable.Range(0, 50)];
        double[] weight = [.. Enumerable.Range(0, 200).Select(i => i < 50 ? 2.0 : 1)];
        BoostingOptions options = new() { Rounds = 1, Depth = 1, LeafRows = 1, LearningRate = 1 };
        double[] weighted = BoostingFitter.Fit(table, y, options, weight).Predict(table), repeated = BoostingFitter.Fit(table.Rows(twice), [.. twice.Select(i => y[i])], options).Predict(table);
        Assert.All(weighted.Zip(repeated), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    [Fact]
    public void Wrong_input_is_refused_with_the_repair()
    {
        FeatureTable table = new(["a"], [[1, 2]]);
        Assert.Contains("outcomes 0 and 1", Assert.Throws<ArgumentException>(() => BoostingFitter.Fit(table, [0, 2], new() { Objective = BoostingObjective.Logistic })).Message, StringComparison.Ordinal);
        Assert.Contains("take Tweedie", Assert.Throws<ArgumentException>(() => BoostingFitter.Fit(table, [0, 2], new() { Objective = BoostingObjective.Gamma })).Message, StringComparison.Ordinal);
        Assert.Contains("learning rate in (0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => BoostingFitter.Fit(table, [0, 2], new() { LearningRate = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("2 rows of features, 3 outcomes", Assert.Throws<ArgumentException>(() => RandomForestFitter.Fit(table, [0, 2, 1], new())).Message, StringComparison.Ordinal);
        Assert.Contains("infinite in row 1", Assert.Throws<ArgumentException>(() => new FeatureTable(["a"], [[1, double.PositiveInfinity]])).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is there twice", Assert.Throws<ArgumentException>(() => new FeatureTable(["a", "a"], [[1], [1]])).Message, StringComparison.Ordinal);
    }
}
