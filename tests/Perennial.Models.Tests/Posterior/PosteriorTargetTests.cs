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

namespace Perennial.Models.Tests.Posterior;

/// <summary>Posteriors of the library's likelihoods.</summary>
public sealed class PosteriorTargetTests
{
    private static readonly BgBbParameters Truth = new(1.2, 0.75, 0.66, 2.8);

    [Fact]
    public void With_very_many_customers_the_posterior_is_the_fit_with_its_standard_errors()
    {
        DiscreteHistories rows = Discrete(200_000, 1);
        FitReport<BgBbModel> fit = BgBbFitter.Fit(rows);
        PosteriorTarget target = PosteriorTarget.OfBgBb(rows);
        PosteriorDraws draws = target.Sample();
        LaplaceDraws laplace = target.Laplace();
        Assert.Empty(draws.Complaints);
        Assert.True(laplace.IsTrustworthy, laplace.Explanation);
        for (int i = 0; i < 4; i++)
        {
            double error = fit.Parameters[i].StandardError!.Value;
            Assert.InRange(draws.Summaries[i].Mean, fit.Parameters[i].Value - (0.2 * error), fit.Parameters[i].Value + (0.2 * error));
            Assert.InRange(draws.Summaries[i].StandardDeviation, 0.9 * error, 1.1 * error);
            Assert.InRange(laplace.Mean(i), draws.Summaries[i].Mean - (0.15 * error), draws.Summaries[i].Mean + (0.15 * error));
        }
    }

    [Fact]
    public void With_few_customers_laplace_weighted_agrees_with_hamiltonian_draws()
    {
        PosteriorTarget target = PosteriorTarget.OfBgBb(Discrete(300, 2));
        PosteriorDraws draws = target.Sample(new() { Draws = 2000, TargetAcceptance = 0.9 });
        LaplaceDraws laplace = target.Laplace(20_000);
        Assert.Empty(draws.Complaints);
        Assert.True(laplace.IsTrustworthy, laplace.Explanation);
        for (int i = 0; i < 4; i++)
        {
            double[] logs = [.. draws.Columns(i).SelectMany(c => c).Select(v => Math.Log(v))];
            double sd = Math.Sqrt(logs.Select(v => (v - logs.Average()) * (v - logs.Average())).Average());
            double weighted = Enumerable.Range(0, laplace.Draws.Count).Sum(k => laplace.Weights[k] * Math.Log(laplace.Draws[k][i]));
            Assert.InRange(weighted, logs.Average() - (0.15 * sd), logs.Average() + (0.15 * sd));
        }
    }

    [Fact]
    public void Without_evidence_the_posterior_is_the_prior()
    {
        // One customer who was there for a moment.
        PurchaseHistories nothing = new([0], [0], [1e-9], TimeUnit.Week);
        LogNormalPrior[] priors = [new("r", 0.5, 0.3), new("alpha", 8, 0.4), new("s", 0.6, 0.2), new("beta", 11, 0.5)];
        PosteriorDraws draws = PosteriorTarget.OfParetoNbd(nothing, priors).Sample();
        Assert.Empty(draws.Complaints);
        Assert.Equal(priors, draws.Priors);
        for (int i = 0; i < 4; i++)
        {
            Assert.InRange(Math.Log(draws.Summaries[i].Median / priors[i].Median), -0.1 * priors[i].LogStandardDeviation, 0.1 * priors[i].LogStandardDeviation);
            double mean = priors[i].Median * Math.Exp(0.5 * priors[i].LogStandardDeviation * priors[i].LogStandardDeviation);
            Assert.InRange(draws.Summaries[i].Mean, 0.95 * mean, 1.05 * mean);
        }
    }

    [Fact]
    public void Priors_not_stated_are_weak_and_scale_with_the_unit()
    {
        PurchaseHistories weeks = new([2], [10], [30], TimeUnit.Week), days = new([2], [70], [210], TimeUnit.Day);
        IReadOnlyList<LogNormalPrior> inWeeks = PosteriorTarget.OfBgNbd(weeks).Priors;
        Assert.Equal([new("r", 1, 2), new("alpha", 30, 3), new("a", 1, 2), new("b", 1, 2)], inWeeks);
        Assert.Equal(new LogNormalPrior("alpha", 210, 3), PosteriorTarget.OfBgNbd(days).Priors[1]);
        double[] a = PosteriorTarget.OfBgNbd(weeks).Mode, b = PosteriorTarget.OfBgNbd(days).Mode;
        Assert.Equal(7.0, b[1] / a[1], 1e-6);
        Assert.Equal(a[0], b[0], 1e-6);
    }

    [Fact]
    public void A_posterior_on_a_ridge_stays_proper()
    {
        // Nobody drops out: the likelihood has no maximum, the posterior has one.
        PurchaseHistories loyal = new([.. Enumerable.Range(0, 60).Select(i => 3 + (i % 5))], [.. Enumerable.Repeat(38.0, 60)], [.. Enumerable.Repeat(39.0, 60)], TimeUnit.Week);
        Assert.Equal(FitExit.Boundary, BgNbdFitter.Fit(loyal).Exit);
        PosteriorDraws draws = PosteriorTarget.OfBgNbd(loyal).Sample(new() { TargetAcceptance = 0.95, Draws = 2000, WarmUp = 1000 });
        Assert.All(draws.Summaries, s => Assert.True(double.IsFinite(s.Mean) && s.RHat < 1.05));
        BgNbdModel model = new(new(1, 1, 1, 1), TimeUnit.Week);
        Assert.All(draws.Thin(50), d => Assert.InRange(model.With(d).ProbabilityAlive(loyal)[0], 0.5, 1.0));
    }

    [Fact]
    public void Draws_feed_the_model_and_the_interval_of_a_prediction_holds_the_fit()
    {
        PurchaseHistories rows = BgNbdSimulator.Histories(new(0.243, 4.414, 0.793, 2.426), [.. Enumerable.Range(0, 400).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, 11);
        FitReport<BgNbdModel> fit = BgNbdFitter.Fit(rows);
        PosteriorDraws draws = PosteriorTarget.OfBgNbd(rows).Sample(new() { Chains = 2, Draws = 400, WarmUp = 300, TargetAcceptance = 0.9 });
        double[] expected = [.. draws.Thin(200).Select(d => fit.Model.With(d).ExpectedTransactions(52)).Order()];
        Assert.InRange(fit.Model.ExpectedTransactions(52), expected[10], expected[189]);
        Assert.True(expected[189] / expected[10] < 2.0);
    }

    [Fact]
    public void Spend_has_a_posterior_too()
    {
        SpendHistories spend = GammaGammaSimulator.Histories(new(6, 4, 15), [.. Enumerable.Range(0, 800).Select(i => 1 + (i % 6))], 5);
        FitReport<GammaGammaModel> fit = GammaGammaFitter.Fit(spend);
        PosteriorDraws draws = PosteriorTarget.OfGammaGamma(spend).Sample(new() { Draws = 500, WarmUp = 300 });
        Assert.Equal(["p", "q", "gamma"], draws.Names);
        for (int i = 0; i < 3; i++)
        {
            double error = fit.Parameters[i].StandardError!.Value;
            Assert.InRange(draws.Summaries[i].Median, fit.Parameters[i].Value - (0.5 * error), fit.Parameters[i].Value + (0.5 * error));
            Assert.InRange(draws.Summaries[i].StandardDeviation, 0.7 * error, 1.5 * error);
        }
    }

    [Fact]
    public void Every_likelihood_has_its_mode_where_its_fit_ends_when_priors_are_flat()
    {
        double[] ages = [.. Enumerable.Range(0, 2000).Select(i => 45 + (i % 84 / 7.0))];
        PurchaseHistories bg = BgNbdSimulator.Histories(new(0.243, 4.414, 0.793, 2.426), ages, TimeUnit.Week, 1);
        PurchaseHistories mbg = MbgNbdSimulator.Histories(new(0.525, 6.183, 0.891, 1.614), ages, TimeUnit.Week, 2);
        PurchaseHistories pareto = ParetoNbdSimulator.Histories(new(0.8, 9, 0.7, 14), ages, TimeUnit.Week, 3);
        PurchaseHistories ggom = GgomNbdSimulator.Histories(new(0.8, 8, 0.12, 1, 20), ages, TimeUnit.Week, 4);
        PurchaseHistories regular = CnbdKSimulator.Histories(CnbdKVariant.MbgCnbdK, new(2, 0.6, 3, 0.8, 2), ages, TimeUnit.Week, 5);
        DiscreteHistories years = Discrete(3000, 6);
        ContractHistories contracts = ShiftedBetaGeometricSimulator.Histories(new(new(0.7, 3.8)), [.. Enumerable.Repeat(8, 3000)], 7);
        Same(PosteriorTarget.OfBgNbd(bg, Flat("r", "alpha", "a", "b")), BgNbdFitter.Fit(bg));
        Same(PosteriorTarget.OfMbgNbd(mbg, Flat("r", "alpha", "a", "b")), MbgNbdFitter.Fit(mbg));
        Same(PosteriorTarget.OfParetoNbd(pareto, Flat("r", "alpha", "s", "beta")), ParetoNbdFitter.Fit(pareto));
        Same(PosteriorTarget.OfGgomNbd(ggom, Flat("r", "alpha", "b", "s", "beta")), GgomNbdFitter.Fit(ggom));
        Same(PosteriorTarget.OfCnbdK(regular, CnbdKVariant.MbgCnbdK, 2, Flat("r", "alpha", "a", "b")), CnbdKFitter.Fit(regular, new() { Variant = CnbdKVariant.MbgCnbdK, K = 2 }));
        Same(PosteriorTarget.OfBgBb(years, Flat("alpha", "beta", "gamma", "delta")), BgBbFitter.Fit(years));
        Same(PosteriorTarget.OfShiftedBetaGeometric(contracts, Flat("alpha", "beta")), ShiftedBetaGeometricFitter.Fit(contracts));
        Same(PosteriorTarget.OfBetaDiscreteWeibull(contracts, Flat("alpha", "beta", "c")), BetaDiscreteWeibullFitter.Fit(contracts));

        static LogNormalPrior[] Flat(params string[] names) => Array.ConvertAll(names, n => new LogNormalPrior(n, 1, 1e6));

        static void Same<TModel>(PosteriorTarget target, FitReport<TModel> report)
            where TModel : class
        {
            Assert.Equal(report.Name, target.Name);
            string[] fitted = [.. report.Parameters.Select(p => p.Name).Where(n => n != "k")];
            Assert.Equal(fitted, target.Parameters);
            Assert.Equal(FitExit.Converged, report.Exit);
            for (int i = 0; i < fitted.Length; i++)
            {
                Assert.Equal(1.0, target.Mode[i] / report.Parameters.Single(p => p.Name == fitted[i]).Value, 1e-6);
            }
        }
    }

    /// <summary>Shapes and coefficients of contracts, rates and coefficients of purchases.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Coefficients_of_covariates_have_a_posterior_around_their_fit_and_priors_that_draw_them()
    {
        double[] age = [.. Enumerable.Range(0, 6000).Select(i => 3.0 + (i * 7 % 5))];
        CovariateColumns known = new(["age"], [age]);
        CovariateModel<BgNbdModel> buys = new(new(new(0.9, 9, 0.8, 3), TimeUnit.Week), [new("age", CovariateProcess.Purchase, 0.3), new("age", CovariateProcess.Dropout, -0.2)]);
        PurchaseHistories rows = CovariateSimulator.Histories(buys, known, [.. age.Select((_, i) => 40 + (i % 84 / 7.0))], 5);
        ContractHistories contracts = ShiftedBetaGeometricSimulator.Histories(new(new(0.6, 2), ["age"], [0.1], [-0.1]), [.. age.Select((_, i) => 6 + (i % 5))], 5, known);
        Near(CovariateFitter.BgNbd(rows, known).Parameters, PosteriorTarget.OfCovariates("bg-nbd", rows, known));
        Near(ShiftedBetaGeometricFitter.Fit(contracts).Parameters, PosteriorTarget.OfShiftedBetaGeometric(contracts));

        // A coefficient known beforehand stays where it was known to be.
        PosteriorTarget told = PosteriorTarget.OfCovariates("bg-nbd", rows, known, onCoefficients: [new("purchase:age", 1.0, 1e-6)]);
        Assert.Equal(1.0, told.Mode[4], 1e-4);
        Assert.Contains("purchase:age", Assert.Throws<ArgumentException>(() =>
            PosteriorTarget.OfCovariates("bg-nbd", rows, known, onCoefficients: [new("purchase:web", 0, 1)])).Message, StringComparison.Ordinal);
        Assert.Contains("penalty", Assert.Throws<ArgumentException>(() => PosteriorTarget.OfCovariates("bg-nbd", rows, known, new() { Penalty = 3 })).Message, StringComparison.Ordinal);

        static void Near(IReadOnlyList<ParameterEstimate> fit, PosteriorTarget target)
        {
            LaplaceDraws draws = target.Laplace();
            Assert.True(draws.IsTrustworthy, draws.Explanation);
            PosteriorDraws chains = target.Sample(new() { Chains = 2, WarmUp = 150, Draws = 150 });
            for (int i = 0; i < fit.Count; i++)
            {
                Assert.Equal(fit[i].Name, target.Parameters[i]);
                Assert.Equal(0.0, (draws.Mean(i) - fit[i].Value) / fit[i].StandardError!.Value, 0.25);
                Assert.Equal(0.0, (chains.Summaries[i].Mean - fit[i].Value) / fit[i].StandardError!.Value, 0.6);
                Assert.InRange(chains.Summaries[i].StandardDeviation / fit[i].StandardError!.Value, 0.6, 1.6);
            }
        }
    }

    [Fact]
    public void Histories_and_priors_that_say_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PosteriorTarget.OfBgNbd(new([], [], [], TimeUnit.Week)));
        Assert.Throws<ArgumentException>(() => PosteriorTarget.OfBgBb(new([0], [0], [0])));
        Assert.Throws<ArgumentException>(() => PosteriorTarget.OfBgBb(Discrete(10, 1), [new("lambda", 1, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PosteriorTarget.OfBgBb(Discrete(10, 1), [new("alpha", 0, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PosteriorTarget.OfBgBb(Discrete(10, 1), [new("alpha", 1, double.NaN)]));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Ranks_of_the_truth_among_the_draws_are_uniform()
    {
        // Simulation-based calibration: parameters from the prior, customers from the parameters, draws from the customers.
        const int Repeats = 300, Bins = 10, Kept = 99;
        LogNormalPrior[] priors = [new("alpha", 1.2, 0.5), new("beta", 0.8, 0.5), new("gamma", 0.7, 0.5), new("delta", 2.8, 0.5)];
        int[][] counts = [.. Enumerable.Range(0, 4).Select(_ => new int[Bins])];
        for (int k = 0; k < Repeats; k++)
        {
            Pcg64 random = new(2026, (ulong)k);
            double[] truth = [.. priors.Select(p => p.Median * Math.Exp(p.LogStandardDeviation * random.NextNormal()))];
            DiscreteHistories rows = BgBbSimulator.Histories(new(truth[0], truth[1], truth[2], truth[3]), [.. Enumerable.Repeat(6, 120)], 5000 + (ulong)k);
            double[][] draws = PosteriorTarget.OfBgBb(rows, priors).Sample(new() { Chains = 2, Draws = 500, WarmUp = 200, Seed = (ulong)k }).Thin(Kept);
            for (int i = 0; i < 4; i++)
            {
                counts[i][draws.Count(d => d[i] < truth[i]) * Bins / (Kept + 1)]++;
            }
        }

        // Chi-square with 9 degrees of freedom: 27.9 is passed by chance once in a thousand.
        foreach (int[] parameter in counts)
        {
            double expected = (double)Repeats / Bins;
            double chi = parameter.Sum(c => (c - expected) * (c - expected) / expected);
            Assert.True(chi < 27.9, $"Ranks {string.Join(' ', parameter)}: chi-square {chi:F1}.");
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_posteriors_of_cdnow_lie_around_the_published_optima()
    {
        PurchaseHistories rows = CdnowTests.Sample();
        PosteriorDraws bg = PosteriorTarget.OfBgNbd(rows).Sample();
        Around(bg, [.2425945, 4.4136022, .7929220, 2.4259067], [.01256, .37822, .18573, .70541]);
        PosteriorDraws pareto = PosteriorTarget.OfParetoNbd(rows).Sample(new() { Chains = 3, Draws = 700, WarmUp = 250 });
        Around(pareto, [.553277, 10.577684, .606240, 11.668735], [.04763, .84272, .18728, 6.2111]);
    }

    private static void Around(PosteriorDraws draws, double[] optimum, double[] errors)
    {
        Assert.Empty(draws.Complaints);
        for (int i = 0; i < 4; i++)
        {
            // The posterior of a scale is skewed: its median lies a little off the optimum. Those of s and beta, which can grow together, have a tail
            // so long that their standard deviations are more than one and a half times the standard errors of the fit.
            Assert.InRange(draws.Summaries[i].Median, optimum[i] - (0.5 * errors[i]), optimum[i] + (0.5 * errors[i]));
            bool reaches = draws.Names[i] is "s" or "beta";
            Assert.InRange(draws.Summaries[i].StandardDeviation / errors[i], reaches ? 1.5 : 0.9, reaches ? double.MaxValue : 1.5);
            Assert.InRange(optimum[i], draws.Summaries[i].Lower, draws.Summaries[i].Upper);
        }
    }

    private static DiscreteHistories Discrete(int customers, ulong seed) => BgBbSimulator.Histories(Truth, [.. Enumerable.Repeat(6, customers)], seed);
}
