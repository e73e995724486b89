using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.Tests.Survival;
using Perennial.Models.Tests.VaryingCovariates;
using Perennial.Models.Uncertainty;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Uncertainty;

/// <summary>One likelihood surface a fit: profiles and posteriors go over it, so it must be that of the report.</summary>
public sealed class SurfaceTests
{
    private const double HalfChiSquare = 3.841458820694124 / 2;
    private const double Span = 10;
    private static readonly CovariatePaths Known = VaryingCovariateConsistency.Paths(200, 5);
    private static readonly VaryingCovariateModel Planted = new(
        new(new(1.5, 8, 1.2, 14), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 0.5), new("letter", CovariateProcess.Dropout, -0.7)], -0.06, Span);

    private static readonly PurchaseTimes Times = VaryingCovariateSimulator.Times(Planted, Known, VaryingCovariateConsistency.Ages(200), 7);
    private static readonly CovariateOptions Named = new() { Purchase = ["season"], Dropout = ["letter"] };

    private static readonly Dictionary<string, Func<(FitReport<object> Report, LikelihoodSurface Surface)>> All = new()
    {
        ["varying"] = () => (VaryingCovariateFitter.ParetoNbd(Times, Known, Named).As<object>(), VaryingCovariateFitter.Surface(Times, Known, Named)),
        ["spend"] = () =>
        {
            (SpendHistories rows, CovariateColumns columns) = Spend();
            SpendCovariateOptions options = new() { Frequency = FrequencyDependence.Power };
            return (SpendCovariateFitter.Fit(rows, columns, options).As<object>(), LikelihoodSurface.Of(rows, columns, options));
        },
        ["weibull"] = () => Aft(AftDistribution.Weibull),
        ["exponential"] = () => Aft(AftDistribution.Exponential),
        ["log-logistic"] = () => Aft(AftDistribution.LogLogistic),
        ["cox"] = () => (CoxFitter.Fit(Sets.Freireich).As<object>(), CoxFitter.Surface(Sets.Freireich, new())),
        ["hazard by period"] = () => Hazard(new()),
        ["hazard by powers"] = () => Hazard(new() { Baseline = HazardBaseline.Polynomial, Link = HazardLink.Cloglog }),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_top_and_the_curvature_of_a_surface_are_estimates_and_covariance_of_the_report(string name)
    {
        (FitReport<object> report, LikelihoodSurface surface) = All[name]();
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.Equal(report.Parameters.Select(p => (p.Name, p.IsCoefficient)), surface.Parameters.Select(p => (p.Name, p.IsCoefficient)));
        SameTop(report, surface, 1e-7);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void So_are_those_of_correlated_rates()
    {
        (FitReport<CorrelatedParetoNbdModel> report, PurchaseHistories rows) = Correlated(8000);
        Assert.Equal(FitExit.Converged, report.Exit);
        SameTop(report.As<object>(), CorrelatedParetoNbdFitter.Surface(rows, new() { Span = Span }).InCorrelation(), 1e-4);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Derivatives_on_both_surfaces_of_correlated_rates_are_those_of_differences()
    {
        CorrelatedSurface surfaces = VaryingCovariateFitter.Correlated(Times, Known, Named with { Penalty = 2 }, Span);
        LikelihoodSurface bounded = surfaces.InCorrelation(), open = surfaces.Unbounded();
        foreach (double[] parameters in (double[][])[[1.5, 8, 1.2, 14, 0.5, -0.7, -0.6], [0.7, 20, 2, 9, 0.1, 0.2, 0.8], [4, 5, 3, 2, -0.3, 0, -0.1]])
        {
            // The last of them is a share of what is possible.
            (double lowest, double highest) = ParetoNbdCorrelation.Bounds(new(parameters[0], parameters[1], parameters[2], parameters[3]), Span);
            parameters[6] *= parameters[6] < 0 ? -lowest : highest;
            foreach (LikelihoodSurface surface in (LikelihoodSurface[])[bounded, open])
            {
                double[] point = surface.Point(parameters);
                Assert.All(surface.Natural(point).Zip(parameters), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
                int n = point.Length;
                double[] gradient = new double[n], alone = new double[n], hessian = new double[n * n];
                Assert.Equal(surface.Mean(point, gradient, hessian), surface.Mean(point, alone, default), 1e-14);
                Assert.Equal(gradient, alone);
                for (int i = 0; i < n; i++)
                {
                    (double up, double[] above) = Shifted(surface, point, i, 1e-6);
                    (double down, double[] below) = Shifted(surface, point, i, -1e-6);
                    Assert.Equal((up - down) / 2e-6, gradient[i], 1e-6 * (1 + Math.Abs(gradient[i])));
                    for (int j = 0; j < n; j++)
                    {
                        Assert.Equal((above[j] - below[j]) / 2e-6, hessian[(i * n) + j], 1e-6 * (1 + Math.Abs(hessian[(i * n) + j])));
                    }
                }
            }
        }
    }

    /// <summary>One covariate: the partial likelihood of Breslow is a sum written out here.</summary>
    [Fact]
    public void A_profile_interval_of_cox_loses_half_the_chi_square_quantile_of_partial_likelihood()
    {
        SurvivalHistories rows = Sets.Freireich;
        double[] x = rows.Covariates!.Columns[0];
        ParameterInterval interval = Assert.Single(ProfileLikelihood.OfCox(rows, new() { Ties = CoxTies.Breslow }));
        double top = Partial(interval.Estimate);
        Assert.Equal(HalfChiSquare, top - Partial(interval.Lower!.Value), 1e-6);
        Assert.Equal(HalfChiSquare, top - Partial(interval.Upper!.Value), 1e-6);
        Assert.True(Partial(interval.Estimate + 0.01) < top && Partial(interval.Estimate - 0.01) < top);

        double Partial(double b) => Enumerable.Range(0, rows.Count).Where(i => rows.Observed[i]).Sum(i =>
            (b * x[i]) - Math.Log(Enumerable.Range(0, rows.Count).Where(j => rows.Time[j] >= rows.Time[i]).Sum(j => Math.Exp(b * x[j]))));
    }

    /// <summary>Exponential lifetimes: for each coefficient the best level is known, total time over events.</summary>
    [Fact]
    public void A_profile_interval_of_accelerated_failure_times_loses_half_the_chi_square_quantile()
    {
        SurvivalHistories rows = Sets.Freireich;
        double[] x = rows.Covariates!.Columns[0];
        double events = rows.Observed.Count(o => o);
        ParameterInterval[] intervals = [.. ProfileLikelihood.OfAcceleratedFailureTimes(rows, AftDistribution.Exponential)];
        double top = Best(intervals[1].Estimate);
        Assert.Equal(HalfChiSquare, top - Best(intervals[1].Lower!.Value), 1e-6);
        Assert.Equal(HalfChiSquare, top - Best(intervals[1].Upper!.Value), 1e-6);

        // And in another unit of time the coefficient stays and the level moves by its logarithm.
        SurvivalHistories days = new([.. rows.Time.Select(t => 7 * t)], rows.Observed, TimeUnit.Day, covariates: rows.Covariates);
        ParameterInterval[] daily = [.. ProfileLikelihood.OfAcceleratedFailureTimes(days, AftDistribution.Weibull)];
        ParameterInterval[] weekly = [.. ProfileLikelihood.OfAcceleratedFailureTimes(rows, AftDistribution.Weibull)];
        for (int i = 0; i < 3; i++)
        {
            double move = i == 0 ? Math.Log(7) : 0;
            Assert.Equal(weekly[i].Lower!.Value + move, daily[i].Lower!.Value, 1e-6);
            Assert.Equal(weekly[i].Upper!.Value + move, daily[i].Upper!.Value, 1e-6);
        }

        double Best(double b)
        {
            double stretched = Enumerable.Range(0, rows.Count).Sum(i => rows.Time[i] * Math.Exp(-b * x[i]));
            double log = Math.Log(events / stretched);
            return Enumerable.Range(0, rows.Count).Where(i => rows.Observed[i]).Sum(i => log - (b * x[i])) - events;
        }
    }

    /// <summary>One covariate and a constant hazard: for each coefficient the best level is searched here by thirds.</summary>
    [Fact]
    public void A_profile_interval_of_a_discrete_hazard_loses_half_the_chi_square_quantile()
    {
        RenewalPanel panel = Panel(400);
        double[] x = panel.Covariates!.Columns[0];
        ParameterInterval[] intervals = [.. ProfileLikelihood.OfDiscreteHazard(panel, new() { Baseline = HazardBaseline.Polynomial, Degree = 0 })];
        double top = Best(intervals[1].Estimate);
        Assert.Equal(HalfChiSquare, top - Best(intervals[1].Lower!.Value), 1e-6);
        Assert.Equal(HalfChiSquare, top - Best(intervals[1].Upper!.Value), 1e-6);

        double Best(double b)
        {
            (double low, double high) = (-8, 4);
            while (high - low > 1e-7)
            {
                double one = low + ((high - low) / 3), other = high - ((high - low) / 3);
                (low, high) = Log(one, b) < Log(other, b) ? (one, high) : (low, other);
            }

            return Log(low, b);
        }

        double Log(double a, double b) => Enumerable.Range(0, panel.Count).Sum(i => -SpecialFunctions.Softplus(panel.Left[i] ? -(a + (b * x[i])) : a + (b * x[i])));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Profiles_with_covariates_that_never_change_are_those_with_static_ones()
    {
        double[] web = [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? 1.0 : 0.0)];
        CovariatePaths paths = new([CovariatePath.Constant("web", web)], new double[400], 70, 1, TimeUnit.Week);
        VaryingCovariateModel truth = new(Planted.AtZero, [new("web", CovariateProcess.Purchase, 0.7)]);
        PurchaseTimes rows = VaryingCovariateSimulator.Times(truth, paths, VaryingCovariateConsistency.Ages(400), 11);
        CovariateOptions options = new() { Dropout = [] };
        IReadOnlyList<ParameterInterval> with = ProfileLikelihood.OfVaryingParetoNbd(rows, paths, options);
        foreach ((ParameterInterval mine, ParameterInterval known) in with.Zip(ProfileLikelihood.Of("pareto-nbd", rows.Histories, new CovariateColumns(["web"], [web]), options)))
        {
            Assert.Equal(known.Name, mine.Name);
            Assert.Equal(known.Estimate, mine.Estimate, 1e-5 * Math.Abs(known.Estimate));
            Assert.Equal(known.Lower ?? 0, mine.Lower ?? 0, 1e-5 * Math.Abs(known.Lower ?? 0));
            Assert.Equal(known.Upper ?? 0, mine.Upper ?? 0, 1e-5 * Math.Abs(known.Upper ?? 0));
        }
    }

    /// <summary>Held at an end of its interval, the others searched slowly from the estimates through the model's own likelihood.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void A_profile_interval_of_a_correlation_loses_half_the_chi_square_quantile_inside_what_is_possible()
    {
        (FitReport<CorrelatedParetoNbdModel> report, PurchaseHistories rows) = Correlated(4000);
        PurchaseHistories grouped = Grouped(rows);
        IReadOnlyList<ParameterInterval> intervals = ProfileLikelihood.OfCorrelatedParetoNbd(rows, new() { Span = Span });
        double[] estimates = [.. report.Parameters.Select(p => p.Value)];
        double top = Log(estimates);
        Assert.Equal(report.LogLikelihood, top, 1e-6 * Math.Abs(top));
        foreach ((int held, double? end) in ((int, double?)[])[(4, intervals[4].Upper), (0, intervals[0].Lower), (3, intervals[3].Upper)])
        {
            Assert.Equal(HalfChiSquare, top - Searched(estimates, held, end!.Value), 1e-5);
        }

        double Searched(double[] from, int held, double at)
        {
            double[] point = [.. from.Select((value, i) => i < 4 ? Math.Log(value) : value)];
            point[held] = held < 4 ? Math.Log(at) : at;

            return Climb(point, held, p => Log(Told(p)));
        }

        static double Climb(double[] point, int held, Func<double[], double> height)
        {
            double best = height(point);
            double[] step = [.. point.Select((_, i) => i < 4 ? 0.05 : 0.005)];
            for (int sweep = 0; sweep < 400 && step.Where((_, i) => i != held).Max() > 1e-5; sweep++)
            {
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
                            double value = height(next);
                            if (value > best)
                            {
                                (best, point, moved) = (value, next, true);
                            }
                        }
                    }

                    step[i] *= i == held ? 0 : moved ? 1.3 : 0.6;
                }
            }

            return best;
        }

        static double Room(double[] p)
        {
            if (!(p[3] > 0))
            {
                return -1;
            }

            (double lowest, double highest) = ParetoNbdCorrelation.Bounds(new(p[0], p[1], p[2], p[3]), Span);
            return Math.Min(p[4] - lowest, highest - p[4]);
        }

        double Log(double[] p)
        {
            return !(Room(p) >= -1e-12)
                ? double.NegativeInfinity
                : new CorrelatedParetoNbdModel(new(p[0], p[1], p[2], p[3]), p[4], TimeUnit.Week, Span).LogLikelihood(grouped).Zip(grouped.Weight!, (log, weight) => weight * log).Sum();
        }

        static double[] Told(double[] point) => [.. point.Select((value, i) => i < 4 ? Math.Exp(value) : value)];
    }

    [Fact]
    public void What_tells_no_correlation_or_no_hazard_has_no_profile()
    {
        PurchaseHistories silent = new([1, 2, 1], [1, 2, 3], [1, 2, 3], TimeUnit.Week);
        Assert.Contains("no correlation", Assert.Throws<ConvergenceException>(() => ProfileLikelihood.OfCorrelatedParetoNbd(silent)).Message, StringComparison.Ordinal);
        SurvivalHistories nothing = new([1, 2], [false, false], TimeUnit.Week, covariates: new(["x"], [[0, 1]]));
        Assert.Contains("No event", Assert.Throws<ConvergenceException>(() => ProfileLikelihood.OfCox(nothing)).Message, StringComparison.Ordinal);
        Assert.Contains("No event", Assert.Throws<ConvergenceException>(() => ProfileLikelihood.OfAcceleratedFailureTimes(nothing, AftDistribution.Weibull)).Message, StringComparison.Ordinal);
        Assert.Contains("Nobody left", Assert.Throws<ConvergenceException>(() => ProfileLikelihood.OfDiscreteHazard(new([1, 2], [false, false]))).Message, StringComparison.Ordinal);
    }

    internal static (FitReport<CorrelatedParetoNbdModel> Report, PurchaseHistories Rows) Correlated(int customers)
    {
        CorrelatedParetoNbdModel truth = new(new(1.5, 8, 1.2, 14), -0.06, TimeUnit.Week, Span);
        PurchaseHistories rows = CorrelatedParetoNbdSimulator.Histories(truth, [.. Enumerable.Range(0, customers).Select(i => 45 + (i % 84 / 7.0))], 1);
        return (CorrelatedParetoNbdFitter.Fit(rows, new() { Span = Span }), rows);
    }

    internal static (SpendHistories Rows, CovariateColumns Columns) Spend()
    {
        int[] frequency = [.. Enumerable.Range(0, 600).Select(i => 1 + (i % 6))];
        CovariateColumns columns = new(["web"], [[.. frequency.Select((_, i) => 2.0 + (i * 7 % 5))]]);
        SpendCovariateModel truth = new(new(4, 5, 60), [new("web", 0.2)], 0.15);
        return (GammaGammaSimulator.Histories(truth, frequency, columns, 9), columns);
    }

    internal static RenewalPanel Panel(int customers)
    {
        Pcg64 random = new(3, 0);
        List<int> period = [];
        List<bool> left = [];
        List<double> usage = [];
        for (int i = 0; i < customers; i++)
        {
            bool gone = false;
            for (int k = 1; k <= 5 && !gone; k++)
            {
                double x = 3 + random.NextNormal();
                gone = random.NextDouble() < SpecialFunctions.LogisticComplement(1.2 + (0.1 * k) - (0.6 * (x - 3)));
                period.Add(k);
                left.Add(gone);
                usage.Add(x);
            }
        }

        return new([.. period], [.. left], covariates: new(["usage"], [[.. usage]]));
    }

    private static (FitReport<object>, LikelihoodSurface) Aft(AftDistribution law) =>
        (AftFitter.Fit(Sets.Freireich, law).As<object>(), AftFitter.Surface(Sets.Freireich, law, new()));

    private static (FitReport<object>, LikelihoodSurface) Hazard(DiscreteHazardOptions options) =>
        (DiscreteHazardFitter.Fit(Panel(200), options).As<object>(), DiscreteHazardFitter.Surface(Panel(200), options));

    private static PurchaseHistories Grouped(PurchaseHistories rows)
    {
        var groups = Enumerable.Range(0, rows.Count).GroupBy(i => (X: rows.Frequency[i], Last: rows.Recency[i], Age: rows.T[i])).ToArray();
        return new(
            [.. groups.Select(g => g.Key.X)], [.. groups.Select(g => g.Key.Last)], [.. groups.Select(g => g.Key.Age)], rows.Unit, [.. groups.Select(g => (double)g.Count())]);
    }

    private static (double Value, double[] Gradient) Shifted(LikelihoodSurface surface, double[] point, int at, double by)
    {
        double[] moved = [.. point], gradient = new double[point.Length];
        moved[at] += by;
        return (surface.Mean(moved, gradient, default), gradient);
    }

    // The inverse of the covariance, in the units of the surface, is the curvature.
    private static void SameTop(FitReport<object> report, LikelihoodSurface surface, double tolerance)
    {
        int n = report.Parameters.Count;
        double[] point = surface.Point(report.Parameters.Select(p => p.Value)), gradient = new double[n], hessian = new double[n * n];
        Assert.True(double.IsFinite(surface.Mean(point, gradient, hessian)));
        Assert.All(gradient, g => Assert.Equal(0, g, tolerance));
        double[] alone = new double[n];
        _ = surface.Mean(point, alone, default);
        Assert.Equal(gradient, alone);
        double[] unit = [.. surface.Parameters.Select((p, i) => p.IsCoefficient ? surface.Units[i] : 1.0)];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double product = 0.0;
                for (int k = 0; k < n; k++)
                {
                    product += hessian[(i * n) + k] * surface.Customers / unit[k] * report.LogParameterCovariance![(k * n) + j] / unit[j];
                }

                Assert.Equal(i == j ? 1.0 : 0.0, product, 1000 * tolerance);
            }
        }
    }
}
