using Perennial.Models.Posterior;

namespace Perennial.Models.Tests.Posterior;

/// <summary>Targets whose moments are known.</summary>
public sealed class HamiltonianSamplerTests
{
    [Theory]
    [InlineData(MassMatrix.Dense)]
    [InlineData(MassMatrix.Diagonal)]
    public void A_correlated_normal_comes_out_with_its_moments(MassMatrix form)
    {
        // sd 0.01 and 3 with correlation 0.9, mean (5, -2).
        const double S1 = 0.01, S2 = 3.0, Rho = 0.9;
        static double Target(ReadOnlySpan<double> x, Span<double> g)
        {
            double a = (x[0] - 5.0) / S1, b = (x[1] + 2.0) / S2, c = 1.0 / (1.0 - (Rho * Rho));
            g[0] = -c * (a - (Rho * b)) / S1;
            g[1] = -c * (b - (Rho * a)) / S2;
            return -0.5 * c * ((a * a) - (2.0 * Rho * a * b) + (b * b));
        }

        PosteriorDraws draws = HamiltonianSampler.Sample(Target, ["x", "y"], [5, -2], new() { MassMatrix = form, Seed = 3 });
        Assert.Empty(draws.Complaints);
        Assert.Equal(4000, draws.Count);
        Near(5.0, draws.Summaries[0].Mean, 5 * draws.Summaries[0].MeanError);
        Near(-2.0, draws.Summaries[1].Mean, 5 * draws.Summaries[1].MeanError);
        Near(S1, draws.Summaries[0].StandardDeviation, 0.06 * S1);
        Near(S2, draws.Summaries[1].StandardDeviation, 0.06 * S2);
        Near(5.0 - (1.6449 * S1), draws.Summaries[0].Lower, 0.15 * S1);
        Near(5.0 + (1.6449 * S1), draws.Summaries[0].Upper, 0.15 * S1);
        double product = Enumerable.Range(0, draws.Count).Average(i => (draws.Draw(i)[0] - 5.0) / S1 * (draws.Draw(i)[1] + 2.0) / S2);
        Near(Rho, product, 0.08);
    }

    [Fact]
    public void A_banana_comes_out_with_its_moments()
    {
        // x ~ N(0, 1), y | x ~ N(x^2, 2): E[y] = 1, var y = 4, cov(x^2, y) = 2.
        PosteriorDraws draws = HamiltonianSampler.Sample(Banana, ["x", "y"], [0, 0], new() { Draws = 2000, TargetAcceptance = 0.95, Seed = 2 });
        Assert.Empty(draws.Complaints);
        Near(0.0, draws.Summaries[0].Mean, 5 * draws.Summaries[0].MeanError);
        Near(1.0, draws.Summaries[1].Mean, 5 * draws.Summaries[1].MeanError);
        Near(1.0, draws.Summaries[0].StandardDeviation, 0.06);
        Near(2.0, draws.Summaries[1].StandardDeviation, 0.15);
        Near(2.0, Enumerable.Range(0, draws.Count).Average(i => ((draws.Draw(i)[0] * draws.Draw(i)[0]) - 1.0) * (draws.Draw(i)[1] - 1.0)), 0.4);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Thirty_dimensions_are_reached()
    {
        PosteriorDraws draws = HamiltonianSampler.Sample(
            (x, g) =>
            {
                double value = 0.0;
                for (int i = 0; i < x.Length; i++)
                {
                    double sd = Math.Pow(10.0, (i % 5) - 2);
                    g[i] = -x[i] / (sd * sd);
                    value += 0.5 * x[i] * g[i];
                }

                return value;
            },
            [.. Enumerable.Range(0, 30).Select(i => $"x{i}")],
            new double[30],
            new() { MassMatrix = MassMatrix.Diagonal });
        Assert.Empty(draws.Complaints);
        for (int i = 0; i < 30; i++)
        {
            double sd = Math.Pow(10.0, (i % 5) - 2);
            Near(0.0, draws.Summaries[i].Mean, 5 * draws.Summaries[i].MeanError);
            Near(sd, draws.Summaries[i].StandardDeviation, 0.08 * sd);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_draws_on_one_thread_or_two_and_another_seed_others()
    {
        PosteriorDraws Sample(int threads, ulong seed) =>
            HamiltonianSampler.Sample(Banana, ["x", "y"], [0, 0], new() { Chains = 3, WarmUp = 100, Draws = 50, Threads = threads, Seed = seed });
        PosteriorDraws one = Sample(1, 7), two = Sample(2, 7), other = Sample(2, 8);
        Assert.Equal(one.Columns(0), two.Columns(0));
        Assert.Equal(one.Columns(1), two.Columns(1));
        Assert.Equal(one.StepSizes, two.StepSizes);
        Assert.NotEqual(one.Columns(0), other.Columns(0));
        Assert.Equal(3, one.Columns(0).Select(c => c[0]).Distinct().Count());
    }

    [Fact]
    public void A_funnel_is_complained_about()
    {
        // The logarithm of a scale, and nine numbers of that scale: no single step size suits neck and mouth.
        PosteriorDraws draws = HamiltonianSampler.Sample(
            (x, g) =>
            {
                double precision = Math.Exp(-x[0]), sum = 0.0;
                for (int i = 1; i < 10; i++)
                {
                    sum += x[i] * x[i];
                    g[i] = -x[i] * precision;
                }

                g[0] = (-x[0] / 9.0) + (0.5 * precision * sum) - 4.5;
                return (-x[0] * x[0] / 18.0) - (0.5 * precision * sum) - (4.5 * x[0]);
            },
            [.. Enumerable.Range(0, 10).Select(i => $"x{i}")],
            new double[10],
            new() { Draws = 500, MassMatrix = MassMatrix.Diagonal });
        Assert.False(draws.IsTrustworthy);
        Assert.Contains(draws.Complaints, c => c.Contains("diverged", StringComparison.Ordinal) || c.Contains("Energies", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_far_modes_are_complained_about()
    {
        PosteriorDraws draws = HamiltonianSampler.Sample(
            (x, g) =>
            {
                double mode = x[0] > 0.0 ? 1.0 : -1.0;
                g[0] = -(x[0] - mode) * 1e4;
                return -0.5e4 * (x[0] - mode) * (x[0] - mode);
            },
            ["x"],
            [0],
            new() { Draws = 200, WarmUp = 200, Seed = 4 });
        Assert.Contains(draws.Complaints, c => c.Contains("R-hat", StringComparison.Ordinal));
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => HamiltonianSampler.Sample(Banana, ["x"], [0, 0]));
        Assert.Throws<ArgumentException>(() => HamiltonianSampler.Sample((_, _) => double.NaN, ["x"], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => HamiltonianSampler.Sample(Banana, ["x", "y"], [0, 0], new() { Chains = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => HamiltonianSampler.Sample(Banana, ["x", "y"], [0, 0], new() { TargetAcceptance = 1 }));
        PosteriorDraws draws = HamiltonianSampler.Sample(Banana, ["x", "y"], [0, 0], new() { WarmUp = 50, Draws = 10, Chains = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Draw(20));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Thin(21));
        Assert.Equal(4, draws.Thin(4).Length);
        Assert.Equal(draws.Draw(19), draws.Thin(20)[^1]);
    }

    private static double Banana(ReadOnlySpan<double> x, Span<double> g)
    {
        double off = x[1] - (x[0] * x[0]);
        g[0] = -x[0] + (off * x[0]);
        g[1] = -0.5 * off;
        return (-0.5 * x[0] * x[0]) - (0.25 * off * off);
    }

    private static void Near(double expected, double found, double within) => Assert.InRange(found, expected - within, expected + within);
}
