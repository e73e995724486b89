using Perennial.Models.Assessing;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Assessing;

public sealed class RecalibrationTests
{
    [Fact]
    public void Equal_weights_are_the_identity_and_others_are_the_polynomial_they_say()
    {
        PitRecalibration equal = PitRecalibration.FromWeights([0.25, 0.25, 0.25, 0.25]);
        Assert.All(new[] { 0, 0.1, 0.37, 0.9, 1 }, u => Assert.Equal(u, equal.Forward(u), 14));

        // .25 (1 - (1 - u)^2) + .75 u^2 at 1/2 and at 1/4.
        PitRecalibration bent = PitRecalibration.FromWeights([0.25, 0.75]);
        Assert.Equal(0.375, bent.Forward(0.5), 14);
        Assert.Equal((0.25 * 0.4375) + (0.75 * 0.0625), bent.Forward(0.25), 14);
        Assert.Equal(0.5, bent.Inverse(0.375), 14);
    }

    [Fact]
    public void A_fitted_map_rises_from_zero_to_one_and_its_inverse_undoes_it()
    {
        (double[] below, double[] atMost) = TooNarrow(new Pcg64(1), 3000);
        PitRecalibration map = PitRecalibration.Fit(below, atMost);
        Assert.False(map.IsIdentity);
        Assert.Equal(0, map.Forward(0));
        Assert.Equal(1, map.Forward(1), 14);
        double before = 0;
        for (int k = 1; k < 200; k++)
        {
            double r = map.Forward(k / 200.0);
            Assert.True(r > before);
            Assert.Equal(k / 200.0, map.Inverse(r), 10);
            before = r;
        }
    }

    [Fact]
    public void Intervals_that_were_too_narrow_cover_after_recalibration_on_other_customers()
    {
        Pcg64 random = new(7);
        (double[] below, double[] atMost) = TooNarrow(random, 4000);
        (double[] nextBelow, double[] nextAtMost) = TooNarrow(random, 4000);
        Assert.False(Coverage.Measure(nextBelow, nextAtMost, 0.8).Passes);
        PitRecalibration map = PitRecalibration.Fit(below, atMost);
        CoverageResult after = Coverage.Measure([.. nextBelow.Select(map.Forward)], [.. nextAtMost.Select(map.Forward)], 0.8);
        Assert.True(after.Passes, $"{after.Coverage} +- {after.Tolerance}");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_right_model_is_left_alone_or_nearly_so()
    {
        // Forty right models of 2,000 customers with an atom at zero: the map must hardly move any level.
        Pcg64 random = new(4);
        double worst = 0, gain = 0;
        int untouched = 0;
        for (int k = 0; k < 40; k++)
        {
            (double[] below, double[] atMost) = Right(random, 2000);
            PitRecalibration map = PitRecalibration.Fit(below, atMost);
            untouched += map.IsIdentity ? 1 : 0;
            (double[] nextBelow, double[] nextAtMost) = Right(random, 2000);
            for (int i = 0; i < 2000; i++)
            {
                gain += Math.Log((map.Forward(nextAtMost[i]) - map.Forward(nextBelow[i])) / (nextAtMost[i] - nextBelow[i])) / 2000 / 40;
            }

            foreach (double level in new[] { 0.025, 0.1, 0.5, 0.9, 0.975 })
            {
                worst = Math.Max(worst, Math.Abs(map.Forward(level) - level));
            }
        }

        Assert.True(untouched >= 24, $"{untouched} of 40 were left alone");
        Assert.True(worst < 0.06, $"worst shift of a level {worst}");
        Assert.True(gain > -0.0005, $"mean log score lost {-gain}");
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PitRecalibration.Identity.Forward(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => PitRecalibration.Identity.Inverse(1.1));
        Assert.Throws<ArgumentException>(() => PitRecalibration.FromWeights([0.5, 0.4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PitRecalibration.Fit([0.1], [0.2], 0));
    }

    [Fact]
    public void A_constant_difference_of_losses_has_no_spread()
    {
        LossComparison same = PairedBootstrap.Compare([1, 2, 3], [0, 1, 2], seed: 1);
        Assert.Equal(new LossComparison(1, 1, 1, 0), same);
        Assert.False(same.FirstIsNonInferior(0.5));
        Assert.True(same.FirstIsNonInferior(1));
    }

    [Fact]
    public void The_bootstrap_interval_is_that_of_the_mean_and_repeats_with_its_seed()
    {
        Pcg64 random = new(8);
        double[] first = [.. Enumerable.Range(0, 400).Select(_ => 1 + random.NextNormal())], second = new double[400];
        LossComparison c = PairedBootstrap.Compare(first, second, seed: 3, replicates: 4000);
        double mean = first.Average(), error = Math.Sqrt(first.Sum(f => (f - mean) * (f - mean)) / 400 / 400);
        Assert.Equal(mean, c.Difference, 12);
        Assert.InRange(c.StandardError, error * 0.95, error * 1.05);
        Assert.InRange(c.Low, mean - (1.96 * error) - (0.15 * error), mean - (1.96 * error) + (0.15 * error));
        Assert.InRange(c.High, mean + (1.96 * error) - (0.15 * error), mean + (1.96 * error) + (0.15 * error));
        Assert.Equal(c, PairedBootstrap.Compare(first, second, seed: 3, replicates: 4000));
    }

    // Outcomes are negative binomial where the model says Poisson with the same mean: too narrow, with many zeros.
    private static (double[] Below, double[] AtMost) TooNarrow(Pcg64 random, int n) => Draw(random, n, spread: 0.4);

    private static (double[] Below, double[] AtMost) Right(Pcg64 random, int n) => Draw(random, n, spread: 0);

    private static (double[] Below, double[] AtMost) Draw(Pcg64 random, int n, double spread)
    {
        double[] below = new double[n], atMost = new double[n];
        for (int i = 0; i < n; i++)
        {
            double mean = 3 * random.NextGamma(0.7) + 0.05;
            long y = random.NextPoisson(spread == 0 ? mean : mean * random.NextGamma(1 / spread) * spread);
            below[i] = y == 0 ? 0 : IncompleteFunctions.GammaQ(y, mean);
            atMost[i] = IncompleteFunctions.GammaQ(y + 1, mean);
        }

        return (below, atMost);
    }
}
