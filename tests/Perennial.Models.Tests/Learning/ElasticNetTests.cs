using Perennial.Models.Learning;
using Perennial.Models.Learning.Linear;

namespace Perennial.Models.Tests.Learning;

/// <summary>Penalised regressions are at the very optimum: the conditions of the optimum hold, checked by formulas of their own.</summary>
public sealed class ElasticNetTests
{
    [Theory]
    [InlineData(LinearFamily.Gaussian, 1.0)]
    [InlineData(LinearFamily.Gaussian, 0.3)]
    [InlineData(LinearFamily.Binomial, 1.0)]
    [InlineData(LinearFamily.Binomial, 0.0)]
    [InlineData(LinearFamily.Gamma, 0.5)]
    [InlineData(LinearFamily.Tweedie, 1.0)]
    public void No_coefficient_can_move_to_a_lower_loss(LinearFamily family, double mix)
    {
        (FeatureTable table, double[] y) = Drawn.Of(300, 6, 61, (x, random) => family switch
        {
            LinearFamily.Binomial => Drawn.Event(x[0] - (0.5 * x[1]), random),
            LinearFamily.Gamma => Math.Exp(0.4 * x[0]) * (0.1 + random.NextExponential()),
            LinearFamily.Tweedie => random.NextDouble() < 0.4 ? 0 : Math.Exp(0.4 * x[0]) * random.NextExponential(),
            _ => (2 * x[0]) + x[1] + random.NextNormal(),
        });
        const double Penalty = 0.05;
        ElasticNetOptions options = new() { Family = family, Mix = mix, Power = 1.5 };
        LinearModel model = ElasticNetFitter.Fit(table, y, Penalty, options);
        double[] eta = model.Margin(table);

        // d loss / d eta, by hand, and the subgradient of the penalty on columns of standard deviation 1.
        double[] slope = [.. eta.Zip(y, (e, v) => family switch
        {
            LinearFamily.Binomial => (1 / (1 + Math.Exp(-e))) - v,
            LinearFamily.Gamma => 1 - (v * Math.Exp(-e)),
            LinearFamily.Tweedie => Math.Exp(0.5 * e) - (v * Math.Exp(-0.5 * e)),
            _ => e - v,
        })];
        Assert.Equal(0, slope.Average(), 1e-7);
        for (int j = 0; j < table.Width; j++)
        {
            double[] x = table.Column(j).ToArray();
            double mean = x.Average(), deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
            double gradient = slope.Zip(x, (s, v) => s * (v - mean) / deviation).Average(), b = model.Coefficients[j] * deviation;
            double pull = gradient + (Penalty * (1 - mix) * b);
            Assert.True(b != 0 ? Math.Abs(pull + (Penalty * mix * Math.Sign(b))) < 1e-7 : Math.Abs(pull) <= (Penalty * mix) + 1e-9, $"f{j}: coefficient {b}, pull {pull}.");
        }

        Assert.True(mix < 0.5 || model.Coefficients.Any(b => b == 0));
    }

    [Fact]
    public void A_single_lasso_is_the_soft_threshold()
    {
        // x of mean 0 and variance 1, mean x y = 0.6 - so the coefficient is 0.6 - penalty, and 0 from 0.6 on.
        FeatureTable table = new(["x"], [[-1, 1, -1, 1]]);
        double[] y = [-0.6, 0.6, -0.6, 0.6];
        Assert.Equal(0.35, ElasticNetFitter.Fit(table, y, 0.25, new()).Coefficients[0], 1e-12);
        Assert.Equal(0, ElasticNetFitter.Fit(table, y, 0.6, new()).Coefficients[0]);
        Assert.Equal(0.6 / 1.25, ElasticNetFitter.Fit(table, y, 0.25, new() { Mix = 0 }).Coefficients[0], 1e-12);
    }

    [Fact]
    public void Without_penalty_it_is_least_squares_and_the_path_begins_with_nothing()
    {
        (FeatureTable table, double[] y) = Drawn.Of(50, 1, 71, (x, random) => 3 + (2 * x[0]) + random.NextNormal());
        double[] x = table.Column(0).ToArray();
        double mx = x.Average(), my = y.Average(), b = x.Zip(y, (u, v) => (u - mx) * (v - my)).Sum() / x.Sum(u => (u - mx) * (u - mx));
        LinearModel model = ElasticNetFitter.Fit(table, y, 0, new());
        Assert.Equal(b, model.Coefficients[0], 1e-10);
        Assert.Equal(my - (b * mx), model.Intercept, 1e-10);
        IReadOnlyList<LinearModel> path = ElasticNetFitter.Path(table, y, new() { Steps = 8 });
        Assert.Equal(0, path[0].Used);
        Assert.All(path.Zip(path.Skip(1)), pair => Assert.True(pair.Second.Coefficients[0] >= pair.First.Coefficients[0]));
    }

    [Fact]
    public void Cross_validation_leaves_noise_out_and_keeps_what_was_planted()
    {
        (FeatureTable table, double[] y) = Drawn.Of(800, 20, 81, (x, random) => Drawn.Event((1.2 * x[3]) - (1.0 * x[7]), random), unknown: 0.05);
        ElasticNetOptions options = new() { Family = LinearFamily.Binomial, Steps = 15 };
        ElasticNetReport one = ElasticNetFitter.CrossValidate(table, y, options), two = ElasticNetFitter.CrossValidate(table, y, options with { Threads = 2 });
        Assert.Equal(one.Chosen.Coefficients, two.Chosen.Coefficients);
        Assert.True(one.Chosen.Penalty >= one.Best.Penalty);
        Assert.True(one.Chosen.Coefficients[3] > 0.5 && one.Chosen.Coefficients[7] < -0.4);
        Assert.InRange(one.Chosen.Used, 2, 8);
        double[][] phi = one.Chosen.Contributions(table);
        double[] margin = one.Chosen.Margin(table);
        double expected = one.Chosen.Intercept + one.Chosen.Coefficients.Zip(one.Chosen.Means, (b, m) => b * m).Sum();
        Assert.All(phi.Zip(margin), pair => Assert.Equal(pair.Second, expected + pair.First.Sum(), 1e-9));
    }

    [Fact]
    public void A_constant_column_gets_nothing_and_wrong_outcomes_are_refused()
    {
        FeatureTable table = new(["same", "x"], [[1, 1, 1, 1], [1, 2, 3, 4]]);
        Assert.Equal(0, ElasticNetFitter.Fit(table, [1, 2, 3, 5], 0.01, new()).Coefficients[0]);
        Assert.Contains("outcomes 0 and 1", Assert.Throws<ArgumentException>(() => ElasticNetFitter.Fit(table, [0, 1, 2, 0], 0.1, new() { Family = LinearFamily.Binomial })).Message, StringComparison.Ordinal);
        Assert.Contains("at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => ElasticNetFitter.Fit(table, [1, 2, 3, 4], -1, new())).Message, StringComparison.Ordinal);
        Assert.Contains("mix lies in [0, 1]", Assert.Throws<ArgumentOutOfRangeException>(() => ElasticNetFitter.Path(table, [1, 2, 3, 4], new() { Mix = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Preparation_brings_tails_in_and_gives_not_knowing_a_column()
    {
        double[] usage = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        usage[199] = 1e9;
        usage[0] = usage[1] = double.NaN;
        FeaturePreparation preparation = FeaturePreparation.Of(new(["usage"], [usage]));
        FeatureTable ready = preparation.Apply(new(["usage"], [[double.NaN, 1e12, 50]]));
        Assert.Equal(["usage", "usage not known"], ready.Names);
        Assert.Equal(["usage", "usage"], preparation.Origin);
        Assert.True(ready.Column(0)[1] < 200 && ready.Column(0)[0] > 90);
        Assert.Equal([1.0, 0, 0], ready.Column(1).ToArray());
    }
}
