using Perennial.Models.BgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Tests.Uncertainty;

public sealed class IntervalTests
{
    private static readonly BgNbdParameters Truth = new(0.6, 5, 0.8, 2.4);
    private static readonly PurchaseHistories Small = BgNbdSimulator.Histories(Truth, Ages(1500), TimeUnit.Week, seed: 11);

    // Few enough for a slow search, which asks for the likelihood some thousand times.
    private static readonly PurchaseHistories Few = BgNbdSimulator.Histories(Truth, Ages(240), TimeUnit.Week, seed: 13);

    [Fact]
    public void Wald_intervals_are_symmetric_in_logarithms_and_have_the_standard_errors_width()
    {
        FitReport<BgNbdModel> fit = BgNbdFitter.Fit(Small);
        IReadOnlyList<ParameterInterval> intervals = WaldIntervals.Of(fit, 0.95);
        foreach ((ParameterInterval interval, ParameterEstimate estimate) in intervals.Zip(fit.Parameters))
        {
            Assert.Equal(estimate.Name, interval.Name);
            Assert.Equal(1, interval.Lower!.Value * interval.Upper!.Value / (estimate.Value * estimate.Value), 1e-12);
            Assert.Equal(1.959963984540054 * estimate.StandardError!.Value / estimate.Value, Math.Log(interval.Upper.Value / estimate.Value), 1e-12);
        }
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [InlineData("bg-nbd")]
    [InlineData("mbg-nbd")]
    [InlineData("pareto-nbd")]
    public void At_the_ends_of_a_profile_interval_half_the_chi_square_quantile_of_log_likelihood_is_lost(string model)
    {
        TransactionModelEntry entry = TransactionModels.Named(model);
        FitReport<ITransactionModel> fit = entry.Fit(Few);
        LikelihoodSurface surface = entry.Surface!(fit.Model, Few);
        IReadOnlyList<ParameterInterval> intervals = ProfileLikelihood.Of(model, Few, 0.95);
        for (int i = 0; i < intervals.Count; i++)
        {
            Assert.Equal(fit.Parameters[i].Value, intervals[i].Estimate, 1e-9 * fit.Parameters[i].Value);
            foreach (double end in ((double?[])[intervals[i].Lower, intervals[i].Upper]).OfType<double>())
            {
                // Held at the end, the others searched by coordinates from the fit: a slow way that shares nothing with the one tested.
                double lost = LostAt(surface, [.. fit.Model.Parameters], i, end);
                Assert.Equal(3.841458820694124 / 2, lost, 2e-4);
            }
        }
    }

    [Fact]
    public void A_profile_interval_does_not_depend_on_the_unit_of_time()
    {
        PurchaseHistories days = new(Small.Frequency, [.. Small.Recency.Select(t => 7 * t)], [.. Small.T.Select(t => 7 * t)], TimeUnit.Day);
        IReadOnlyList<ParameterInterval> weekly = ProfileLikelihood.Of("bg-nbd", Small), daily = ProfileLikelihood.Of("bg-nbd", days);
        for (int i = 0; i < weekly.Count; i++)
        {
            double factor = weekly[i].Name == "alpha" ? 7 : 1;
            Assert.Equal(1, daily[i].Lower!.Value / (factor * weekly[i].Lower!.Value), 1e-6);
            Assert.Equal(1, daily[i].Upper!.Value / (factor * weekly[i].Upper!.Value), 1e-6);
        }
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void With_many_customers_profile_and_Wald_agree()
    {
        PurchaseHistories many = BgNbdSimulator.Histories(Truth, Ages(60_000), TimeUnit.Week, seed: 12);
        IReadOnlyList<ParameterInterval> wald = WaldIntervals.Of(BgNbdFitter.Fit(many)), profile = ProfileLikelihood.Of("bg-nbd", many);
        foreach ((ParameterInterval w, ParameterInterval p) in wald.Zip(profile))
        {
            Assert.InRange(Math.Log(p.Lower!.Value / p.Estimate) / Math.Log(w.Lower!.Value / w.Estimate), 0.97, 1.03);
            Assert.InRange(Math.Log(p.Upper!.Value / p.Estimate) / Math.Log(w.Upper!.Value / w.Estimate), 0.97, 1.03);
        }
    }

    [Fact]
    public void Where_nothing_limits_a_parameter_the_interval_is_open()
    {
        // Forty customers: that everybody leaves with the same chance (b without end) explains them as well.
        PurchaseHistories few = BgNbdSimulator.Histories(new(0.8, 4, 3, 9), Ages(40), TimeUnit.Week, seed: 3);
        Assert.Contains(ProfileLikelihood.Of("bg-nbd", few), interval => interval.Upper is null);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_bootstrap_scatters_as_the_standard_errors_say_and_is_the_same_every_time()
    {
        FitReport<BgNbdModel> fit = BgNbdFitter.Fit(Small);
        BootstrapDraws draws = ParametricBootstrap.Of(fit.Model, Small, 200, seed: 5);
        Assert.Equal(200, draws.Parameters.Count + draws.Failed);
        double[] errors = draws.StandardErrors();
        Assert.InRange(errors[0] / fit.Parameters[0].StandardError!.Value, 0.8, 1.25);
        Assert.InRange(errors[1] / fit.Parameters[1].StandardError!.Value, 0.8, 1.25);
        Assert.All(draws.Intervals(), interval => Assert.InRange(interval.Estimate, interval.Lower!.Value, interval.Upper!.Value));
        Assert.Equal(draws.Parameters, ParametricBootstrap.Of(fit.Model, Small, 200, seed: 5).Parameters);
    }

    [Fact]
    public void Wrong_questions_are_refused_with_what_to_do()
    {
        BgNbdModel model = new(Truth, TimeUnit.Week);
        Assert.Contains("0.95", Assert.Throws<ArgumentOutOfRangeException>(() => ProfileLikelihood.Of("bg-nbd", Small, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("There is one for bg-nbd", Assert.Throws<ArgumentException>(() => ProfileLikelihood.Of("no-such", Small)).Message, StringComparison.Ordinal);
        PurchaseHistories weighted = new([1], [1], [2], TimeUnit.Week, [3.0]);
        Assert.Contains("repeat each row", Assert.Throws<ArgumentException>(() => ParametricBootstrap.Of(model, weighted)).Message, StringComparison.Ordinal);
        PurchaseHistories days = new([1], [1], [2], TimeUnit.Day);
        Assert.Throws<UnitMismatchException>(() => ParametricBootstrap.Of(model, days));
        Assert.Throws<ConvergenceException>(() => WaldIntervals.Of(ParetoNbdFitter.Fit(new([0, 0], [0, 0], [3, 4], TimeUnit.Week))));
    }

    private static double LostAt(LikelihoodSurface surface, double[] parameters, int held, double at)
    {
        double[] point = [.. parameters.Select((value, i) => Math.Log(value / surface.Units[i]))];
        double best = Value(point), top = best;
        point[held] = Math.Log(at / surface.Units[held]);
        best = Value(point);
        double[] step = [.. point.Select(_ => 0.5)];
        for (int sweep = 0; sweep < 4000 && step.Max() > 1e-7; sweep++)
        {
            // Pattern search along every pair of directions, since parameters move together.
            for (int i = 0; i < point.Length; i++)
            {
                bool moved = false;
                for (int j = 0; j < point.Length && i != held; j++)
                {
                    foreach ((double di, double dj) in ((double, double)[])[(1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)])
                    {
                        double[] next = [.. point];
                        next[i] += di * step[i];
                        next[j] += j == held || j == i ? 0 : dj * step[j];
                        double value = Value(next);
                        if (value < best)
                        {
                            (best, point, moved) = (value, next, true);
                        }
                    }
                }

                step[i] *= i == held ? 0 : moved ? 1.3 : 0.6;
            }
        }

        return (best - top) * surface.Customers;

        double Value(double[] x) => surface.Mean(x, new double[x.Length], new double[x.Length * x.Length]);
    }

    private static double[] Ages(int customers) => [.. Enumerable.Range(0, customers).Select(i => 40 + (i % 120 / 2.0))];
}
