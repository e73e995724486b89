using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Tests.VaryingCovariates;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.CorrelatedParetoNbd;

public sealed class CorrelatedParetoNbdConsistency
{
    private static readonly ParetoNbdParameters Some = new(0.8, 1.3, 1.2, 2.1);
    private static readonly double[] X = [0.5, -1, 1.5, 0, 2, -0.5, 1, 0.3];

    [Fact]
    public void A_correlation_of_0_is_pareto_nbd_with_and_without_covariates()
    {
        ParetoNbdModel without = new(Some, TimeUnit.Week);
        CorrelatedParetoNbdModel with = new(Some, 0, TimeUnit.Week, 2);
        double[] ages = [.. Enumerable.Range(0, 50).Select(i => 2.0 + (i % 5))];
        PurchaseHistories rows = ParetoNbdSimulator.Histories(Some, ages, TimeUnit.Week, 3);
        Assert.Equal(rows.Recency, CorrelatedParetoNbdSimulator.Histories(with, ages, 3).Recency);
        ContinuousRate rate = ContinuousRate.PerUnit(0.01, TimeUnit.Week);
        Assert.Equal(without.ProbabilityAlive(rows), with.ProbabilityAlive(rows));
        Assert.Equal(without.ProbabilityOfNoPurchase(rows, 3), with.ProbabilityOfNoPurchase(rows, 3));
        Assert.Equal(without.ConditionalExpectedTransactions(rows, 3), with.ConditionalExpectedTransactions(rows, 3));
        Assert.Equal(without.Dert(rows, rate), with.Dert(rows, rate));
        Assert.Equal(without.ExpectedTransactions(3), with.ExpectedTransactions(3));
        CovariatePaths paths = VaryingCovariateConsistency.Paths(30, 4);
        VaryingCovariateModel free = new(without, [new("letter", CovariateProcess.Both, 0.4)]), zero = new(without, free.Effects, 0, 5);
        PurchaseTimes times = VaryingCovariateSimulator.Times(free, paths, VaryingCovariateConsistency.Ages(30), 6);
        Assert.Equal(free.ProbabilityAlive(times, paths), zero.ProbabilityAlive(times, paths));
    }

    [Theory]
    [InlineData(1.0, 0.9)]
    [InlineData(2.5, -0.95)]
    [InlineData(0.4, 1.0)]
    public void Likelihood_predictions_and_correlation_are_those_of_brute_force(double span, double share)
    {
        (double lowest, double highest) = ParetoNbdCorrelation.Bounds(Some, span);
        double correlation = share > 0 ? share * highest : -share * lowest;
        (double kappa, double meanA, double meanB) = (Sarmanov.Kappa(Some, correlation, span), Math.Pow(1.3 / (1.3 + span), 0.8), Math.Pow(2.1 / (2.1 + span), 1.2));
        double Joint(double rate, double dropout) => 1 + (kappa / (meanA * meanB) * (Math.Exp(-span * rate) - meanA) * (Math.Exp(-span * dropout) - meanB));
        BruteForce force = new(0.8, 1.3, 1.2, 2.1) { Joint = Joint };
        double[] own = [0.75, 2.0];
        CovariatePaths paths = new([CovariatePath.Calendar("x", X)], [0.25], 8, 1, TimeUnit.Year);
        VaryingCovariateModel varying = new(
            new(Some, TimeUnit.Year), [new("x", CovariateProcess.Purchase, 0.7), new("x", CovariateProcess.Dropout, -0.3)], correlation, span);
        CorrelatedParetoNbdModel plain = new(Some, correlation, TimeUnit.Year, span);
        PurchaseTimes times = new([own], [3.6], TimeUnit.Year);
        ContinuousRate rate = ContinuousRate.PerUnit(0.3, TimeUnit.Year);
        foreach (double effect in (double[])[1, 0])
        {
            (double likelihood, double alive, double later, double silent, double discounted) = force.Of(
                Cut(0, 2, effect), Cut(2, 3.6, effect), Cut(3.6, 6.2, effect), [.. own.Select(time => Math.Exp(effect * 0.7 * X[(int)(time + 0.25)]))], 0.3);
            double[] found = effect == 0
                ? [plain.LogLikelihood(times.Histories)[0], plain.ProbabilityAlive(times.Histories)[0], plain.ProbabilityOfNoPurchase(times.Histories, 2.6)[0], plain.DiscountedExpectedTransactions(times.Histories, 2.6, rate)[0], plain.ProbabilityAlive(times.Histories, 2.6)[0]]
                : [varying.LogLikelihood(times, paths)[0], varying.ProbabilityAlive(times, paths)[0], varying.ProbabilityOfNoPurchase(times, paths, 2.6)[0], varying.DiscountedExpectedTransactions(times, paths, 2.6, rate)[0], varying.ProbabilityAlive(times, paths, 2.6)[0]];
            Assert.Equal(Math.Log(likelihood), found[0], 1e-9);
            Assert.Equal(alive, found[1], 1e-9);
            Assert.Equal(silent, found[2], 1e-9);
            Assert.Equal(discounted, found[3], 1e-9);
            Assert.Equal(later, found[4], 1e-9);
        }

        // E[lambda mu] by the same quadrature, and nowhere a negative density.
        double mean = 0, lowestFactor = 1;
        for (double u = -50; u < 5; u += 0.1)
        {
            for (double v = -50; v < 5; v += 0.1)
            {
                double a = Math.Exp(u), b = Math.Exp(v), joint = Joint(a, b);
                mean += Gamma(0.8, 1.3, a) * Gamma(1.2, 2.1, b) * a * a * b * b * 0.01 * joint;
                lowestFactor = Math.Min(lowestFactor, joint);
            }
        }

        Assert.Equal(correlation, (mean - (0.8 / 1.3 * 1.2 / 2.1)) / (Math.Sqrt(0.8 * 1.2) / 1.3 / 2.1), 1e-9);
        Assert.InRange(lowestFactor, -1e-9, 0.2);

        static double Gamma(double shape, double rate, double at) =>
            Math.Exp((shape * Math.Log(rate)) - SpecialFunctions.LogGamma(shape) + ((shape - 1) * Math.Log(at)) - (rate * at));
    }

    [Fact]
    public void Gradient_and_hessian_are_those_of_finite_differences()
    {
        CovariatePaths paths = VaryingCovariateConsistency.Paths(60, 4);
        VaryingCovariateModel truth = new(new(new(0.9, 9, 0.8, 14), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 0.5)]);
        VaryingGroups groups = VaryingGroups.Of(
            VaryingCovariateSimulator.Times(truth, paths, VaryingCovariateConsistency.Ages(60), 8), paths, ["season", "letter"], centred: false);
        SmoothFunction f = VaryingObjective.Correlated(groups, new([(0, CovariateProcess.Purchase), (1, CovariateProcess.Both)]), 5, 1, 0.2, 3.0);
        double[] at = [-0.3, -1.2, 0.2, -0.9, 0.4, -0.2, 0.15];
        VaryingCovariateConsistency.DerivativesAreDifferences(f, at);
    }

    /// <summary>Planted at every edge and corner of what is possible: no neighbour that is possible is better than what is found.</summary>
    [Theory]
    [InlineData(1.5, 8, 1.2, 14, 10, 1.0)]
    [InlineData(0.9, 14, 1.5, 8, 10, 1.0)]
    [InlineData(1.5, 8, 1.2, 14, 10, -1.0)]
    [InlineData(0.7, 14, 0.6, 14, 5, -1.0)]
    [Trait("Speed", "Slow")]
    public void At_the_edges_no_neighbour_is_better(double r, double alpha, double s, double beta, double span, double share)
    {
        ParetoNbdParameters planted = new(r, alpha, s, beta);
        (double lowest, double highest) = ParetoNbdCorrelation.Bounds(planted, span);
        CorrelatedParetoNbdModel truth = new(planted, share > 0 ? highest : lowest, TimeUnit.Week, span);
        for (ulong seed = 1; seed <= 4; seed++)
        {
            PurchaseHistories rows = CorrelatedParetoNbdSimulator.Histories(truth, [.. Enumerable.Range(0, 3000).Select(i => 45 + (i % 84 / 7.0))], seed);
            FitReport<CorrelatedParetoNbdModel> fit = CorrelatedParetoNbdFitter.Fit(rows, new() { Span = span });
            double best = fit.LogLikelihood;
            Assert.True(fit.Exit is FitExit.Boundary or FitExit.Converged);
            Assert.True(best > ParetoNbdFitter.Fit(rows).LogLikelihood);
            Assert.Equal(best, fit.Model.LogLikelihood(rows).Sum(), 1e-6);
            for (int i = 0; i < 4; i++)
            {
                foreach (double factor in (double[])[0.99, 1.01])
                {
                    double[] near = fit.Model.Parameters;
                    near[i] *= factor;
                    (double low, double high) = ParetoNbdCorrelation.Bounds(new(near[0], near[1], near[2], near[3]), span);
                    near[4] = Math.Clamp(near[4], low, high);
                    Assert.True(((CorrelatedParetoNbdModel)fit.Model.With(near)).LogLikelihood(rows).Sum() < best + 1e-7);
                    if (fit.Exit == FitExit.Boundary)
                    {
                        near[4] = share > 0 ? high : low;
                        Assert.True(((CorrelatedParetoNbdModel)fit.Model.With(near)).LogLikelihood(rows).Sum() < best + 1e-7);
                    }
                }
            }
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void With_coefficients_held_at_0_by_a_penalty_the_fit_with_covariates_is_the_one_without()
    {
        CorrelatedParetoNbdModel truth = new(new(1.5, 8, 1.2, 14), -0.06, TimeUnit.Week, 10);
        CovariatePaths paths = VaryingCovariateConsistency.Paths(1500, 4);
        VaryingCovariateModel varying = new(new(truth.Named, TimeUnit.Week), [], -0.06, 10);
        PurchaseTimes times = VaryingCovariateSimulator.Times(varying, paths, VaryingCovariateConsistency.Ages(1500), 6);
        FitReport<CorrelatedParetoNbdModel> expected = CorrelatedParetoNbdFitter.Fit(times.Histories, new() { Span = 10 });
        FitReport<VaryingCovariateModel> found = VaryingCovariateFitter.CorrelatedParetoNbd(times, paths, new() { Common = ["web"], Purchase = [], Dropout = [], Penalty = 1e12 }, 10);
        Assert.Equal(expected.Exit, found.Exit);
        Assert.Equal(expected.LogLikelihood, found.LogLikelihood, 1e-6);
        Assert.Equal(expected.Parameters[4].Value, found.Parameters[5].Value, 1e-7);
        Assert.Equal("correlation", found.Parameters[5].Name);
        Assert.Equal(expected.Model.Correlation, found.Model.Correlation, 1e-7);
        Assert.All(expected.Model.ProbabilityAlive(times.Histories).Zip(found.Model.ProbabilityAlive(times, paths)), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    /// <summary>A covariate that stays and acts on both rates alike stretches time: alpha, beta and the span shrink by its factor.</summary>
    [Fact]
    public void With_covariates_that_never_change_it_is_the_correlated_model_in_another_time()
    {
        double[] web = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 1.0 : 0.0)];
        CovariatePaths paths = new([CovariatePath.Constant("web", web)], new double[60], 40, 1, TimeUnit.Week);
        (double lowest, _) = ParetoNbdCorrelation.Bounds(Some, 2);
        VaryingCovariateModel with = new(new(Some, TimeUnit.Week), [new("web", CovariateProcess.Both, 0.4)], 0.7 * lowest, 2);
        PurchaseTimes times = VaryingCovariateSimulator.Times(with, paths, [.. web.Select((_, i) => 3.0 + (i % 9))], 6);
        ContinuousRate rate = ContinuousRate.PerUnit(0.03, TimeUnit.Week);
        for (int kind = 0; kind < 2; kind++)
        {
            double factor = Math.Exp(0.4 * kind);
            CorrelatedParetoNbdModel plain = new(Some with { Alpha = Some.Alpha / factor, Beta = Some.Beta / factor }, with.Correlation, TimeUnit.Week, 2 / factor);
            int[] own = [.. Enumerable.Range(0, 60).Where(i => web[i] == kind)];
            PurchaseHistories all = times.Histories, rows = new([.. own.Select(i => all.Frequency[i])], [.. own.Select(i => all.Recency[i])], [.. own.Select(i => all.T[i])], TimeUnit.Week);
            Same(plain.ProbabilityAlive(rows, 4), with.ProbabilityAlive(times, paths, 4));
            Same(plain.ProbabilityOfNoPurchase(rows, 4), with.ProbabilityOfNoPurchase(times, paths, 4));
            Same(plain.ConditionalExpectedTransactions(rows, 4), with.ConditionalExpectedTransactions(times, paths, 4));
            Same(plain.DiscountedExpectedTransactions(rows, 4, rate), with.DiscountedExpectedTransactions(times, paths, 4, rate));
            Same(plain.LogLikelihood(rows), with.LogLikelihood(times, paths));
            double[][] counts = with.ProbabilityOfCount(times, paths, 4, 5);
            Assert.All(own.Zip(Enumerable.Range(0, own.Length)), pair =>
                Assert.All(plain.ProbabilityOfCount(rows.Frequency[pair.Second], rows.Recency[pair.Second], rows.T[pair.Second], 4, 5).Zip(counts[pair.First]), p => Assert.Equal(p.First, p.Second, 1e-10)));

            void Same(double[] expected, double[] found) => Assert.All(own.Zip(expected), pair => Assert.Equal(pair.Second, found[pair.First], 1e-9 * (1 + Math.Abs(pair.Second))));
        }
    }

    [Fact]
    public void Where_nothing_is_known_of_drop_out_the_correlation_is_0()
    {
        PurchaseHistories loyal = ParetoNbdSimulator.Histories(new(2, 8, 1e-9, 1), [.. Enumerable.Repeat(40.0, 300)], TimeUnit.Week, 5);
        FitReport<CorrelatedParetoNbdModel> fit = CorrelatedParetoNbdFitter.Fit(loyal);
        Assert.Equal(FitExit.Boundary, fit.Exit);
        Assert.Contains("Nothing can be told of a correlation", fit.Explanation, StringComparison.Ordinal);
        Assert.Equal(0.0, fit.Model.Correlation);
        FitReport<CorrelatedParetoNbdModel> none = CorrelatedParetoNbdFitter.Fit(new([0, 0], [0, 0], [10, 12], TimeUnit.Week));
        Assert.Equal(FitExit.Failed, none.Exit);
        Assert.Throws<ConvergenceException>(() => none.Model);
    }

    [Fact]
    public void A_correlation_or_a_span_that_cannot_be_is_refused_with_what_can()
    {
        Says("lies between -0.", () => new CorrelatedParetoNbdModel(Some, 0.9, TimeUnit.Week));
        Says("lies between -0.", () => new VaryingCovariateModel(new(Some, TimeUnit.Week), [], -0.9));
        Says("positive, finite time", () => new CorrelatedParetoNbdModel(Some, 0, TimeUnit.Week, 0));
        Says("positive, finite time", () => new CorrelatedParetoNbdOptions { Span = double.NaN });
        Says("span is a positive", () => ParetoNbdCorrelation.Bounds(Some, -1));
        Says("has five: r, alpha, s, beta, correlation", () => new CorrelatedParetoNbdModel(Some, 0, TimeUnit.Week).With([1, 2, 3, 4]));

        static void Says(string what, Func<object> act) => Assert.Contains(what, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    private static (double, double, double)[] Cut(double from, double to, double effect)
    {
        List<(double, double, double)> pieces = [];
        for (int k = 0; k < X.Length; k++)
        {
            double length = Math.Min(to, k + 0.75) - Math.Max(from, k - 0.25);
            if (length > 0)
            {
                pieces.Add((Math.Exp(effect * 0.7 * X[k]), Math.Exp(effect * -0.3 * X[k]), length));
            }
        }

        return [.. pieces];
    }
}
