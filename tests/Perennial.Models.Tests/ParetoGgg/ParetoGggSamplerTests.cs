using Perennial.Models.ParetoGgg;
using Perennial.Models.Posterior;

namespace Perennial.Models.Tests.ParetoGgg;

/// <summary>Do chains in the straightened coordinates draw from the density stated, the same on any number of threads?</summary>
public sealed class ParetoGggSamplerTests
{
    private static readonly ParetoGggParameters Truth = new(4, 2, 0.8, 8, 0.6, 12);

    [Fact]
    public void Coordinates_lead_back_and_their_gradient_is_the_derivative()
    {
        double[] covariance = new double[36];
        covariance[28] = 0.04;
        DropoutCoordinates coordinates = new([0, 0, 0, 0, -0.5, 0.2], covariance);
        double Plain(ReadOnlySpan<double> logs, Span<double> gradient)
        {
            double value = 0.0;
            for (int i = 0; i < 6; i++)
            {
                value -= 0.5 * logs[i] * logs[i] * (i + 1);
                gradient[i] = -logs[i] * (i + 1);
            }

            return value;
        }

        LogDensity density = coordinates.Of(Plain);
        foreach (double[] logs in (double[][])[[0.1, 0.2, -0.3, 0.4, -0.9, 0.5], [1, 2, 3, -1, 2.5, 3], [0, 0, 0, 0, -3, -8]])
        {
            double[] point = coordinates.Of(logs), gradient = new double[6];
            double[] back = coordinates.Logs(point);
            density(point, gradient);
            for (int i = 0; i < 6; i++)
            {
                Assert.Equal(logs[i], back[i], 1e-9);
                double Value(double move)
                {
                    double[] near = [.. point];
                    near[i] += move;
                    return density(near, new double[6]);
                }

                double slope = (Value(1e-5) - Value(-1e-5)) / 2e-5;
                Assert.Equal(slope, gradient[i], 1e-5 * Math.Max(1.0, Math.Abs(slope)));
            }

            // The volume of the map, by differences.
            double[] up = coordinates.Logs([.. point[..4], point[4] + 1e-6, point[5]]), down = coordinates.Logs([.. point[..4], point[4] - 1e-6, point[5]]);
            double[] right = coordinates.Logs([.. point[..5], point[5] + 1e-6]), left = coordinates.Logs([.. point[..5], point[5] - 1e-6]);
            double volume = Math.Abs(((up[4] - down[4]) * (right[5] - left[5])) - ((up[5] - down[5]) * (right[4] - left[4]))) / 4e-12;
            Assert.Equal(Math.Log(volume), density(point, gradient) - Plain(back, gradient), 1e-5);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_draws_on_one_thread_and_on_many()
    {
        PurchaseHistories few = ParetoGggSimulator.Histories(Truth, [.. Enumerable.Range(0, 25).Select(i => 30.0 + (i % 5))], TimeUnit.Week, 3);
        PosteriorOptions options = ParetoGggFitter.DefaultOptions with { Chains = 2, WarmUp = 20, Draws = 8 };
        ParetoGggPosterior posterior = ParetoGggFitter.Sample(few, null, options with { Threads = 1 });
        PosteriorDraws one = posterior.Draws;
        PosteriorDraws many = ParetoGggFitter.Sample(few, null, options with { Threads = 2 }).Draws;
        for (int i = 0; i < one.Count; i++)
        {
            Assert.Equal(one.Draw(i), many.Draw(i));
        }

        double[] later = posterior.ProbabilityAlive(few, 20);
        double[][] each = [.. Enumerable.Range(0, one.Count).Select(i => posterior.Model(i).ProbabilityAlive(few, 20))];
        Assert.All(Enumerable.Range(0, few.Count), row => Assert.Equal(each.Average(own => own[row]), later[row], 1e-4));
        Assert.Equal(posterior.ProbabilityAlive(few), posterior.ProbabilityAlive(few, 0));

        // Of a customer alone the same life and gaps are drawn for any horizon: a long one is as good as none at all.
        PurchaseHistories alone = new([few.Frequency[3]], [few.Recency[3]], [few.T[3]], TimeUnit.Week, null, [few.LogGaps![3]]);
        ContinuousRate steep = ContinuousRate.PerUnit(0.3, TimeUnit.Week);
        double[] forever = posterior.Dert(alone, steep, 40), far = posterior.DiscountedExpectedTransactions(alone, 100, steep, 40);
        Assert.All(forever.Zip(far), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.All(forever.Zip(posterior.DiscountedExpectedTransactions(alone, 5, steep, 40)), pair => Assert.True(pair.First >= pair.Second));
        double[] counts = posterior.ProbabilityOfCount(6, 300, 4), first = posterior.Model(0).ProbabilityOfCount(6, 4);
        Assert.Equal(1.0, counts.Sum(), 1e-4);
        Assert.Equal(posterior.Model(0).ProbabilityOfCount(0, 0, 0, 0, 6, 4), first);
        Assert.Throws<ArgumentOutOfRangeException>(() => posterior.Dert(few, ContinuousRate.PerUnit(0, TimeUnit.Week)));
        Assert.Equal(["t", "gamma", "r", "alpha", "s", "beta"], one.Names);
        Assert.Equal(2.0, one.Priors[0].LogStandardDeviation);
    }

    [Fact]
    public void Stated_priors_replace_the_weak_ones_and_unknown_names_are_refused()
    {
        PurchaseHistories few = ParetoGggSimulator.Histories(Truth, [.. Enumerable.Range(0, 25).Select(i => 30.0 + (i % 5))], TimeUnit.Week, 3);
        LogNormalPrior tight = new("t", 50, 0.01);
        PosteriorDraws draws = ParetoGggFitter.Sample(few, [tight], ParetoGggFitter.DefaultOptions with { Chains = 2, WarmUp = 20, Draws = 8 }).Draws;
        Assert.Equal(tight, draws.Priors[0]);
        Assert.InRange(draws.Summaries[0].Mean, 48, 52);
        ArgumentException error = Assert.Throws<ArgumentException>(() => ParetoGggFitter.Sample(few, [new("k", 1, 1)]));
        Assert.Contains("t, gamma, r, alpha, s, beta", error.Message, StringComparison.Ordinal);
    }
}
