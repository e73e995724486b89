using Perennial.Models.GammaGamma;

namespace Perennial.Models.Tests.GammaGamma;

public sealed class GammaGammaTests
{
    private static readonly GammaGammaParameters Truth = new(6.25, 3.74, 15.44);

    [Fact]
    public void Customers_without_a_paid_repeat_purchase_change_nothing()
    {
        SpendHistories spend = Simulate(2000, 2);
        SpendHistories more = new([.. spend.Frequency, 0, 0, 4], [.. spend.MeanSpend, 0, 33, 0]);
        Assert.Equal(GammaGammaFitter.Fit(spend).Parameters, GammaGammaFitter.Fit(more).Parameters);
    }

    [Fact]
    public void The_density_integrates_to_one_and_its_mean_is_the_population_mean()
    {
        foreach (int x in (int[])[1, 3, 20])
        {
            // In ln z, by the trapezoidal rule.
            double mass = 0, mean = 0;
            for (double y = -12; y < 16; y += 0.01)
            {
                double weight = 0.01 * Math.Exp(GammaGammaLikelihood.LogLikelihood(Truth, x, Math.Exp(y)) + y);
                mass += weight;
                mean += weight * Math.Exp(y);
            }

            Assert.Equal(1.0, mass, 1e-10);
            Assert.Equal(new GammaGammaModel(Truth).PopulationMeanSpend!.Value, mean, 1e-6);
        }
    }

    [Fact]
    public void Expectation_moves_from_the_populations_mean_to_the_customers_own()
    {
        GammaGammaModel model = new(Truth);
        double[] expected = model.ExpectedSpend(new SpendHistories([0, 1, 10, 1000], [0, 80, 80, 80]));
        Assert.Equal(model.PopulationMeanSpend!.Value, expected[0], 1e-12);
        Assert.True(expected[0] < expected[1] && expected[1] < expected[2] && expected[2] < expected[3]);
        Assert.Equal(80, expected[3], 0.1);
    }

    [Fact]
    public void Extreme_parameters_keep_the_density_finite()
    {
        foreach (double p in (double[])[1e-6, 1, 1e6])
        {
            foreach (double q in (double[])[1e-6, 1, 1e6])
            {
                foreach (double gamma in (double[])[1e-9, 1, 1e9])
                {
                    Assert.True(double.IsFinite(GammaGammaLikelihood.LogLikelihood(new(p, q, gamma), 200, 35)));
                    double spend = new GammaGammaModel(new(p, q, gamma)).ExpectedSpend(new SpendHistories([1], [35]))[0];
                    Assert.True(double.IsFinite(spend) && spend >= 0);
                }
            }
        }
    }

    [Fact]
    public void Parameters_that_are_no_parameters_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaGammaModel(new(0, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaGammaModel(new(1, double.NaN, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GammaGammaModel(new(1, 1, double.PositiveInfinity)));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Simulating_and_fitting_gives_the_parameters_back()
    {
        int inside = 0;
        const int Repeats = 100;
        for (int k = 0; k < Repeats; k++)
        {
            FitReport<GammaGammaModel> report = GammaGammaFitter.Fit(Simulate(2000, (ulong)(100 + k)));
            ParameterEstimate q = report.Parameters[1];
            inside += Math.Abs(Math.Log(q.Value / Truth.Q)) <= 1.96 * q.StandardError!.Value / q.Value ? 1 : 0;
        }

        // 95 % intervals: fewer than 88 or more than 99 hits of 100 have a chance below one in 500.
        Assert.InRange(inside, 88, 99);
    }

    private static SpendHistories Simulate(int customers, ulong seed) =>
        GammaGammaSimulator.Histories(Truth, [.. Enumerable.Range(0, customers).Select(i => 1 + (i * i % 11))], seed);
}
