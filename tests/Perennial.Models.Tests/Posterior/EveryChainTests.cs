using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Posterior;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.Tests.Uncertainty;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Posterior;

/// <summary>Draws of every likelihood of the library, from simulated customers: chains that agree, enough independent draws, nothing diverged, and all around the fit.</summary>
public sealed class EveryChainTests
{
    private static readonly double[] Ages = [.. Enumerable.Range(0, 400).Select(i => 45 + (i % 4 / 1.0))];
    private static readonly CovariateColumns Web = new(["web"], [[.. Ages.Select((_, i) => i % 3 == 0 ? 1.0 : 0)]]);

    // A gradient of these takes integrals over every customer.
    private static readonly string[] Dear = ["ggom-nbd", "pareto-nbd, season", "pareto-nbd, season, correlated"];

    // The median of a skewed posterior lies so many standard errors off its mode at most; where the data say little, the prior moves it.
    private const double Near = 0.8;

    /// <summary>One row a likelihood: its posterior, and its fit. The dear ones, of few customers, have priors of experience, and what was planted instead of a fit.</summary>
    private static readonly Dictionary<string, Func<(PosteriorTarget Target, IReadOnlyList<ParameterEstimate> Around)>> Likelihoods = new(StringComparer.Ordinal)
    {
        ["bg-nbd"] = () => Of(BgNbdSimulator.Histories(new(0.8, 5, 0.9, 2.5), Ages, TimeUnit.Week, 1), rows => PosteriorTarget.OfBgNbd(rows), rows => BgNbdFitter.Fit(rows)),
        ["mbg-nbd"] = () => Of(MbgNbdSimulator.Histories(new(0.8, 5, 0.9, 2.5), Ages, TimeUnit.Week, 2), rows => PosteriorTarget.OfMbgNbd(rows), rows => MbgNbdFitter.Fit(rows)),
        ["mbg-cnbd-k"] = () => Of(
            CnbdKSimulator.Histories(CnbdKVariant.MbgCnbdK, new(2, 0.8, 3, 0.9, 2.5), Ages, TimeUnit.Week, 3),
            rows => PosteriorTarget.OfCnbdK(rows, CnbdKVariant.MbgCnbdK, 2),
            rows => CnbdKFitter.Fit(rows, new() { Variant = CnbdKVariant.MbgCnbdK, K = 2 })),
        ["bg-cnbd-k"] = () => Of(
            CnbdKSimulator.Histories(CnbdKVariant.BgCnbdK, new(3, 0.8, 2, 0.9, 2.5), Ages, TimeUnit.Week, 4),
            rows => PosteriorTarget.OfCnbdK(rows, CnbdKVariant.BgCnbdK, 3),
            rows => CnbdKFitter.Fit(rows, new() { Variant = CnbdKVariant.BgCnbdK, K = 3 })),
        ["pareto-nbd"] = () => Of(ParetoNbdSimulator.Histories(new(0.9, 6, 1.2, 20), Ages, TimeUnit.Week, 5), rows => PosteriorTarget.OfParetoNbd(rows), rows => ParetoNbdFitter.Fit(rows)),
        ["ggom-nbd"] = () =>
        {
            (string, double)[] planted = [("r", 0.8), ("alpha", 8), ("b", 0.12), ("s", 1), ("beta", 20)];
            PurchaseHistories rows = GgomNbdSimulator.Histories(new(0.8, 8, 0.12, 1, 20), Ages[..150], TimeUnit.Week, 6);
            return (PosteriorTarget.OfGgomNbd(rows, Experience(planted)), Planted(planted));
        },
        ["bg-bb"] = () => Of(BgBbSimulator.Histories(new(1.2, 0.75, 0.66, 2.8), [.. Enumerable.Repeat(6, 1500)], 7), rows => PosteriorTarget.OfBgBb(rows), rows => BgBbFitter.Fit(rows)),
        ["bg-nbd, web"] = () => Of(
            CovariateSimulator.Histories(new CovariateModel<BgNbdModel>(new(new(0.8, 5, 0.9, 2.5), TimeUnit.Week), [new("web", CovariateProcess.Purchase, 0.5)]), Web, Ages, 8),
            rows => PosteriorTarget.OfCovariates("bg-nbd", rows, Web, new() { Dropout = [] }),
            rows => CovariateFitter.BgNbd(rows, Web, new() { Dropout = [] })),
        ["sbg"] = () => Of(
            ShiftedBetaGeometricSimulator.Histories(new(new(0.7, 1.6)), [.. Enumerable.Repeat(8, 1500)], 9),
            rows => PosteriorTarget.OfShiftedBetaGeometric(rows), rows => ShiftedBetaGeometricFitter.Fit(rows)),
        ["bdw"] = () => Of(
            BetaDiscreteWeibullSimulator.Histories(new(new(0.9, 2.5, 1.4)), [.. Enumerable.Repeat(10, 1500)], 10),
            rows => PosteriorTarget.OfBetaDiscreteWeibull(rows), rows => BetaDiscreteWeibullFitter.Fit(rows)),
        ["gamma-gamma"] = () => Of(
            GammaGammaSimulator.Histories(new(6, 4, 15), [.. Enumerable.Range(0, 1500).Select(i => 1 + (i % 6))], 11),
            rows => PosteriorTarget.OfGammaGamma(rows), rows => GammaGammaFitter.Fit(rows)),
        ["gamma-gamma, web"] = () =>
        {
            (SpendHistories rows, CovariateColumns columns) = SurfaceTests.Spend();
            return (PosteriorTarget.OfSpendCovariates(rows, columns, new()), SpendCovariateFitter.Fit(rows, columns).Parameters);
        },
        ["pareto-nbd, season"] = () =>
        {
            double[] start = new double[150], ages = [.. start.Select((_, i) => 45 + (i % 12 / 1.0))], season = [.. Enumerable.Range(0, 58).Select(week => week % 26 < 8 ? 1.0 : 0)];
            CovariatePaths paths = new([CovariatePath.Calendar("season", season)], start, 58, 1, TimeUnit.Week);
            CovariateOptions buying = new() { Dropout = [] };
            PurchaseTimes times = VaryingCovariateSimulator.Times(new(new(new(1.5, 8, 1.2, 14), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 0.6)]), paths, ages, 12);
            (string, double)[] planted = [("r", 1.5), ("alpha", 8), ("s", 1.2), ("beta", 14)];
            return (PosteriorTarget.OfVaryingParetoNbd(times, paths, buying, Experience(planted)), Planted([.. planted, ("purchase:season", 0.6)]));
        },
        ["pareto-nbd, season, correlated"] = () =>
        {
            // The weak priors. The correlation may lie anywhere between its bounds, which are 0.1 apart.
            double[] start = new double[200], ages = [.. start.Select((_, i) => 45 + (i % 12 / 1.0))], season = [.. Enumerable.Range(0, 58).Select(week => week % 26 < 8 ? 1.0 : 0)];
            CovariatePaths paths = new([CovariatePath.Calendar("season", season)], start, 58, 1, TimeUnit.Week);
            CovariateEffect[] effects = [new("season", CovariateProcess.Purchase, 0.6), new("season", CovariateProcess.Dropout, -0.4)];
            PurchaseTimes times = VaryingCovariateSimulator.Times(new(new(new(1.5, 8, 1.2, 14), TimeUnit.Week), effects, -0.0235, 30), paths, ages, 6);
            ParameterEstimate[] others = [new("purchase:season", 0.6, 0.1), new("dropout:season", -0.4, 0.4), new("correlation", -0.0235, 0.1)];
            return (PosteriorTarget.OfCorrelatedParetoNbd(times, paths, null, 30), [.. Planted([("r", 1.5), ("alpha", 8), ("s", 1.2), ("beta", 14)]), .. others]);
        },
        ["aft weibull"] = () => Lifetimes(rows => (PosteriorTarget.OfAcceleratedFailureTimes(rows, AftDistribution.Weibull), AftFitter.Fit(rows, AftDistribution.Weibull).Parameters)),
        ["aft log-normal"] = () => Lifetimes(rows => (PosteriorTarget.OfAcceleratedFailureTimes(rows, AftDistribution.LogNormal), AftFitter.Fit(rows, AftDistribution.LogNormal).Parameters)),
        ["aft log-logistic"] = () => Lifetimes(rows => (PosteriorTarget.OfAcceleratedFailureTimes(rows, AftDistribution.LogLogistic), AftFitter.Fit(rows, AftDistribution.LogLogistic).Parameters)),
        ["aft exponential"] = () => Lifetimes(rows => (PosteriorTarget.OfAcceleratedFailureTimes(rows, AftDistribution.Exponential), AftFitter.Fit(rows, AftDistribution.Exponential).Parameters)),
        ["cox"] = () => Lifetimes(rows => (PosteriorTarget.OfCox(rows), CoxFitter.Fit(rows).Parameters)),
        ["discrete hazard"] = () =>
        {
            RenewalPanel panel = SurfaceTests.Panel(400);
            return (PosteriorTarget.OfDiscreteHazard(panel), DiscreteHazardFitter.Fit(panel).Parameters);
        },
    };

    /// <summary>Gives the names of the likelihoods.</summary>
    public static TheoryData<string> Names => [.. Likelihoods.Keys];

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Names))]
    public void Chains_agree_and_lie_around_the_fit(string likelihood)
    {
        (PosteriorTarget target, IReadOnlyList<ParameterEstimate> around) = Likelihoods[likelihood]();
        PosteriorDraws draws = target.Sample(new() { Chains = 4, WarmUp = 200, Draws = Dear.Contains(likelihood) ? 600 : 1000, TargetAcceptance = 0.9 });
        Assert.Equal(0, draws.Divergences);
        Assert.Equal(0, draws.DeepTrajectories);
        Assert.Equal(around.Select(p => p.Name).Where(name => name != "k"), draws.Names);
        foreach (PosteriorSummary summary in draws.Summaries)
        {
            ParameterEstimate estimate = around.Single(p => p.Name == summary.Name);
            Assert.True(summary.RHat <= 1.01, $"{likelihood}: {summary}");
            Assert.True(Math.Min(summary.BulkEffectiveSize, summary.TailEffectiveSize) >= 400, $"{likelihood}: {summary}");
            double off = (summary.Median - estimate.Value) / estimate.StandardError!.Value;
            Assert.True(Math.Abs(off) < Near, $"{likelihood}: {summary} is {off} standard errors off {estimate.Value}.");
        }
    }

    private static (PosteriorTarget, IReadOnlyList<ParameterEstimate>) Of<TRows, TModel>(TRows rows, Func<TRows, PosteriorTarget> target, Func<TRows, FitReport<TModel>> fit)
        where TModel : class => (target(rows), fit(rows).Parameters);

    private static LogNormalPrior[] Experience((string Name, double Value)[] planted) => Array.ConvertAll(planted, own => new LogNormalPrior(own.Name, own.Value, 0.5));

    // With half of each as a standard error, as the priors have it.
    private static ParameterEstimate[] Planted((string Name, double Value)[] planted) => Array.ConvertAll(planted, own => new ParameterEstimate(own.Name, own.Value, 0.5 * own.Value));

    // Weibull lifetimes in weeks, cut off after a year; a third lives half as long.
    private static (PosteriorTarget, IReadOnlyList<ParameterEstimate>) Lifetimes(Func<SurvivalHistories, (PosteriorTarget, IReadOnlyList<ParameterEstimate>)> of)
    {
        Pcg64 random = new(13);
        double[] web = [.. Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? 1.0 : 0)];
        double[] life = [.. web.Select(x => 40 * Math.Pow(-Math.Log(1 - random.NextDouble()), 0.8) * Math.Exp(-0.7 * x))];
        return of(new([.. life.Select(t => Math.Min(t, 52))], [.. life.Select(t => t < 52)], TimeUnit.Week, covariates: new(["web"], [web])));
    }
}
