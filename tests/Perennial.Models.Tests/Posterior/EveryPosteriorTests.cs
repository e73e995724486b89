using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.Posterior;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.Tests.Survival;
using Perennial.Models.Tests.Uncertainty;
using Perennial.Models.Tests.VaryingCovariates;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Posterior;

/// <summary>Posteriors of what has coefficients, levels and a correlation bounded by the other parameters.</summary>
public sealed class EveryPosteriorTests
{
    private const double Flat = double.PositiveInfinity;
    private const double Span = 10;
    private static readonly CovariatePaths Known = VaryingCovariateConsistency.Paths(200, 5);
    private static readonly VaryingCovariateModel Planted = new(
        new(new(1.5, 8, 1.2, 14), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 0.5), new("letter", CovariateProcess.Dropout, -0.7)], -0.06, Span);

    private static readonly PurchaseTimes Times = VaryingCovariateSimulator.Times(Planted, Known, VaryingCovariateConsistency.Ages(200), 7);
    private static readonly CovariateOptions Named = new() { Purchase = ["season"], Dropout = ["letter"] };
    private static readonly LogNormalPrior[] Loose = [.. ((string[])["r", "alpha", "s", "beta"]).Select(name => new LogNormalPrior(name, 1, 1e6))];

    [Fact]
    [Trait("Speed", "Slow")]
    public void With_flat_priors_the_mode_is_where_the_fit_ends()
    {
        Same(PosteriorTarget.OfVaryingParetoNbd(Times, Known, Named, Loose, Free("purchase:season", "dropout:letter")), VaryingCovariateFitter.ParetoNbd(Times, Known, Named).Parameters);
        (SpendHistories rows, CovariateColumns columns) = SurfaceTests.Spend();
        LogNormalPrior[] loose = [new("p", 1, 1e6), new("q", 1, 1e6), new("gamma", 1, 1e6)];
        Same(PosteriorTarget.OfSpendCovariates(rows, columns, new(), loose, Free("spend:web")), SpendCovariateFitter.Fit(rows, columns).Parameters);
        foreach (AftDistribution law in (AftDistribution[])[AftDistribution.Weibull, AftDistribution.LogNormal])
        {
            Same(
                PosteriorTarget.OfAcceleratedFailureTimes(Sets.Freireich, law, [new("sigma", 1, 1e6)], Free("intercept", Sets.Freireich.Covariates!.Names[0])),
                AftFitter.Fit(Sets.Freireich, law).Parameters);
        }

        Same(PosteriorTarget.OfCox(Sets.Freireich, null, Free(Sets.Freireich.Covariates!.Names[0])), CoxFitter.Fit(Sets.Freireich).Parameters);
        RenewalPanel panel = SurfaceTests.Panel(200);
        IReadOnlyList<ParameterEstimate> hazard = DiscreteHazardFitter.Fit(panel).Parameters;
        Same(PosteriorTarget.OfDiscreteHazard(panel, null, Free([.. hazard.Select(p => p.Name)])), hazard);

        static NormalPrior[] Free(params string[] names) => Array.ConvertAll(names, name => new NormalPrior(name, 0, Flat));

        static void Same(PosteriorTarget target, IReadOnlyList<ParameterEstimate> fit)
        {
            Assert.Equal(fit.Select(p => p.Name), target.Parameters);
            Assert.All(fit.Zip(target.Mode), pair => Assert.Equal(pair.First.Value, pair.Second, 1e-5 * (1e-2 + Math.Abs(pair.First.Value))));
        }
    }

    /// <summary>One coefficient and a flat prior: its density is the partial likelihood of Breslow, summed up here.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Draws_of_a_cox_coefficient_have_the_moments_of_the_partial_likelihood()
    {
        SurvivalHistories rows = Sets.Freireich;
        double[] x = rows.Covariates!.Columns[0];
        (double mean, double deviation) = Moments(-4, 6, b => Enumerable.Range(0, rows.Count).Where(i => rows.Observed[i]).Sum(i =>
            (b * x[i]) - Math.Log(Enumerable.Range(0, rows.Count).Where(j => rows.Time[j] >= rows.Time[i]).Sum(j => Math.Exp(b * x[j])))));
        NormalPrior flat = new(rows.Covariates.Names[0], 0, Flat);
        PosteriorTarget target = PosteriorTarget.OfCox(rows, new() { Ties = CoxTies.Breslow }, [flat]);
        PosteriorDraws draws = target.Sample(new() { Draws = 2000, WarmUp = 200 });
        LaplaceDraws quick = target.Laplace();
        Assert.True(draws.IsTrustworthy, string.Join(' ', draws.Complaints));
        Assert.Equal(mean, draws.Summaries[0].Mean, 5 * draws.Summaries[0].MeanError);
        Assert.InRange(draws.Summaries[0].StandardDeviation / deviation, 0.94, 1.06);
        Assert.True(quick.IsTrustworthy, quick.Explanation);
        Assert.Equal(mean, quick.Mean(0), 0.1 * deviation);
        Assert.Equal([flat], draws.CoefficientPriors);
        Assert.Equal([flat], quick.CoefficientPriors);
        Assert.Empty(draws.Priors);
    }

    /// <summary>The other parameters known: the correlation is uniform within its bounds times the likelihood, summed up here.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(300, true)]
    [InlineData(40, false)]
    public void Draws_of_a_correlation_have_the_moments_of_its_likelihood_between_its_bounds(int customers, bool edge)
    {
        CorrelatedParetoNbdModel truth = new(new(1.5, 8, 1.2, 14), -0.06, TimeUnit.Week, Span);
        PurchaseHistories rows = CorrelatedParetoNbdSimulator.Histories(truth, [.. Enumerable.Range(0, customers).Select(i => 45 + (i % 12))], 4);
        (double lowest, double highest) = ParetoNbdCorrelation.Bounds(truth.Named, Span);
        (double mean, double deviation) = Moments(
            lowest, highest, rho => new CorrelatedParetoNbdModel(truth.Named, Math.Clamp(rho, lowest, highest), TimeUnit.Week, Span).LogLikelihood(rows).Sum());
        LogNormalPrior[] known = [new("r", 1.5, 1e-5), new("alpha", 8, 1e-5), new("s", 1.2, 1e-5), new("beta", 14, 1e-5)];
        PosteriorDraws draws = PosteriorTarget.OfCorrelatedParetoNbd(rows, new() { Span = Span }, known).Sample(new() { Draws = 400, WarmUp = 150 });
        Assert.Equal(0, draws.Divergences);
        PosteriorSummary found = draws.Summaries[4];
        Assert.Equal("correlation", found.Name);
        Assert.Equal(mean, found.Mean, 5 * found.MeanError);
        Assert.InRange(found.StandardDeviation / deviation, 0.88, 1.12);
        Assert.All(Enumerable.Range(0, draws.Count), i => Assert.InRange(draws.Draw(i)[4], lowest * 1.01, highest * 1.01));

        // These three hundred have their density at a bound.
        Assert.Equal(edge, found.Lower < lowest + (0.07 * (highest - lowest)));
        _ = truth.With(draws.Draw(0));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void All_parameters_of_correlated_rates_are_drawn_around_those_planted()
    {
        double[] planted = [1.5, 8, 1.2, 14, -0.06];
        CorrelatedParetoNbdModel truth = new(new(1.5, 8, 1.2, 14), -0.06, TimeUnit.Week, Span);
        PurchaseHistories rows = CorrelatedParetoNbdSimulator.Histories(truth, [.. Enumerable.Range(0, 300).Select(i => 45 + (i % 12))], 4);
        LogNormalPrior[] near = [new("r", 1.5, 0.5), new("alpha", 8, 0.5), new("s", 1.2, 0.5), new("beta", 14, 0.5)];
        PosteriorDraws draws = PosteriorTarget.OfCorrelatedParetoNbd(rows, new() { Span = Span }, near).Sample(new() { Chains = 2, Draws = 200, WarmUp = 150 });
        Assert.Equal(0, draws.Divergences);
        for (int i = 0; i < planted.Length; i++)
        {
            Assert.InRange((draws.Summaries[i].Mean - planted[i]) / draws.Summaries[i].StandardDeviation, -3.5, 3.5);
            Assert.True(draws.Summaries[i].RHat < 1.06, draws.Summaries[i].ToString());
        }
    }

    [Fact]
    public void Unstated_priors_are_weak_and_in_the_unit_of_the_data()
    {
        SurvivalHistories weeks = Sets.Freireich, days = new([.. weeks.Time.Select(t => 7 * t)], weeks.Observed, TimeUnit.Day, covariates: weeks.Covariates);
        PosteriorTarget one = PosteriorTarget.OfAcceleratedFailureTimes(weeks, AftDistribution.Weibull), other = PosteriorTarget.OfAcceleratedFailureTimes(days, AftDistribution.Weibull);
        Assert.Equal(weeks.Time.Average(Math.Log), one.CoefficientPriors[0].Mean, 1e-12);
        Assert.Equal(3, one.CoefficientPriors[0].StandardDeviation);
        Assert.Equal("sigma", Assert.Single(one.Priors).Parameter);
        Assert.Equal(one.Mode[0] + Math.Log(7), other.Mode[0], 1e-6);
        Assert.Equal(one.Mode[1], other.Mode[1], 1e-6);
        Assert.Equal(one.Mode[2], other.Mode[2], 1e-6);
        PosteriorTarget correlated = PosteriorTarget.OfCorrelatedParetoNbd(Times, Known, Named, Span);
        Assert.Equal(4, correlated.Priors.Count);
        Assert.Equal(["purchase:season", "dropout:letter"], correlated.CoefficientPriors.Select(p => p.Coefficient));
    }

    [Fact]
    public void What_has_no_posterior_is_refused_with_the_reason()
    {
        // At every event the customer with the largest value leaves: a flat prior is never left behind.
        SurvivalHistories ordered = new([1, 2, 3, 4], [true, true, true, true], TimeUnit.Week, covariates: new(["x"], [[4, 3, 2, 1]]));
        Assert.Contains("A prior is flat", Assert.Throws<ConvergenceException>(() => PosteriorTarget.OfCox(ordered, null, [new("x", 0, Flat)])).Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(PosteriorTarget.OfCox(ordered).Mode[0]));
        Assert.Contains("penalty", Assert.Throws<ArgumentException>(() => PosteriorTarget.OfCox(ordered, new() { Penalty = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("penalty", Assert.Throws<ArgumentException>(() => PosteriorTarget.OfVaryingParetoNbd(Times, Known, new() { Penalty = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("prior for correlation", Assert.Throws<ArgumentException>(() =>
            PosteriorTarget.OfCorrelatedParetoNbd(Times.Histories, null, [new("correlation", 1, 1)])).Message, StringComparison.Ordinal);
        Assert.Contains("No event", Assert.Throws<ConvergenceException>(() =>
            PosteriorTarget.OfAcceleratedFailureTimes(new([1, 2], [false, false], TimeUnit.Week), AftDistribution.Weibull)).Message, StringComparison.Ordinal);
        Assert.Contains("Nobody left", Assert.Throws<ConvergenceException>(() => PosteriorTarget.OfDiscreteHazard(new([1, 2], [false, false]))).Message, StringComparison.Ordinal);
    }

    // Mean and standard deviation of a density on a line by Simpson's rule.
    private static (double Mean, double Deviation) Moments(double low, double high, Func<double, double> log)
    {
        const int Steps = 400;
        double[] at = [.. Enumerable.Range(0, Steps + 1).Select(k => low + ((high - low) * k / Steps))], logs = Array.ConvertAll(at, x => log(x));
        double top = logs.Max();
        double[] weight = [.. logs.Select((l, k) => Math.Exp(l - top) * (k is 0 or Steps ? 1 : k % 2 == 1 ? 4 : 2))];
        double sum = weight.Sum(), mean = at.Zip(weight, (x, w) => x * w).Sum() / sum;
        return (mean, Math.Sqrt(at.Zip(weight, (x, w) => w * (x - mean) * (x - mean)).Sum() / sum));
    }
}
