using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.CnbdK;
using Perennial.Models.Covariates;
using Perennial.Models.GgomNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Tests.Uncertainty;

/// <summary>The three ways to say how sure a parameter is agree where customers are many, whatever was fitted.</summary>
public sealed class EveryLikelihoodTests
{
    private const int Many = 6000;
    private static readonly double[] Age = [.. Enumerable.Range(0, Many).Select(i => 3.0 + (i * 7 % 5))];
    private static readonly CovariateColumns Known = new(["age"], [Age]);
    private static readonly int[] Followed = [.. Enumerable.Range(0, Many).Select(i => 6 + (i % 5))];
    private static readonly double[] Weeks = [.. Enumerable.Range(0, Many).Select(i => 40 + (i % 84 / 7.0))];

    private static readonly Dictionary<string, Func<Ways>> All = new()
    {
        ["bg-bb"] = () =>
        {
            DiscreteHistories rows = BgBbSimulator.Histories(new(1.2, 0.75, 0.66, 2.8), Followed, 5);
            FitReport<BgBbModel> fit = BgBbFitter.Fit(rows);
            return new(WaldIntervals.Of(fit), () => ProfileLikelihood.OfBgBb(rows), n => ParametricBootstrap.Of(fit.Model, rows, n), Errors(fit));
        },
        ["shifted-beta-geometric"] = () =>
        {
            ContractHistories rows = ShiftedBetaGeometricSimulator.Histories(new(new(1.2, 3.0), ["age"], [0.3], [-0.2]), Followed, 5, Known);
            FitReport<ShiftedBetaGeometricModel> fit = ShiftedBetaGeometricFitter.Fit(rows);
            return new(
                WaldIntervals.Of(fit), () => ProfileLikelihood.OfShiftedBetaGeometric(rows), n => ParametricBootstrap.Of(fit.Model, Followed, Known, n), Errors(fit));
        },
        ["beta-discrete-weibull"] = () =>
        {
            ContractHistories rows = BetaDiscreteWeibullSimulator.Histories(new(new(0.6, 2.0, 1.2), ["age"], [0.1], [-0.1]), Followed, 5, Known);
            FitReport<BetaDiscreteWeibullModel> fit = BetaDiscreteWeibullFitter.Fit(rows);
            return new(
                WaldIntervals.Of(fit), () => ProfileLikelihood.OfBetaDiscreteWeibull(rows), n => ParametricBootstrap.Of(fit.Model, Followed, Known, n), Errors(fit));
        },
        ["bg-cnbd-k"] = () =>
        {
            PurchaseHistories rows = CnbdKSimulator.Histories(CnbdKVariant.BgCnbdK, new(2, 0.9, 3, 0.8, 2.4), Weeks, TimeUnit.Week, 5);
            FitReport<CnbdKModel> fit = CnbdKFitter.Fit(rows, new() { Variant = CnbdKVariant.BgCnbdK });
            return new(WaldIntervals.Of(fit), () => ProfileLikelihood.Of("bg-cnbd-k", rows), n => ParametricBootstrap.Of(fit.Model, rows, n), Errors(fit));
        },
        ["pareto-nbd with covariates"] = () => With(
            new CovariateModel<ParetoNbdModel>(new(new(0.9, 9, 0.8, 14), TimeUnit.Week), Effects), "pareto-nbd", (rows, x) => CovariateFitter.ParetoNbd(rows, x)),
        ["ggom-nbd with covariates"] = () => With(
            new CovariateModel<GgomNbdModel>(new(new(0.8, 8, 0.12, 1, 20), TimeUnit.Week), Effects), "ggom-nbd", (rows, x) => CovariateFitter.GgomNbd(rows, x)),
    };

    /// <summary>Gives the fits.</summary>
    public static TheoryData<string> Names => [.. All.Keys.Where(name => !name.StartsWith("ggom", StringComparison.Ordinal))];

    /// <summary>Gives all of them, the costly one too.</summary>
    public static TheoryData<string> Every => [.. All.Keys];

    private static CovariateEffect[] Effects => [new("age", CovariateProcess.Purchase, 0.3), new("age", CovariateProcess.Dropout, -0.2)];

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Names))]
    public void A_bootstrap_brings_the_names_the_estimates_and_the_same_draws_every_time(string name)
    {
        Ways ways = All[name]();
        BootstrapDraws draws = ways.Bootstrap(3);
        Assert.Equal(ways.Wald.Select(interval => interval.Name), draws.Names);
        Assert.Equal(3, draws.Parameters.Count + draws.Failed);
        for (int i = 0; i < ways.Wald.Count; i++)
        {
            Assert.Equal(ways.Wald[i].Estimate, draws.Estimate[i], 1e-12);
            Assert.All(draws.Parameters, row => Assert.InRange(Math.Abs(row[i] - draws.Estimate[i]) / ways.Errors[i], 1e-9, 5.0));
        }

        Assert.Equal(draws.Parameters, ways.Bootstrap(3).Parameters);
        Assert.Throws<ArgumentOutOfRangeException>(() => ways.Bootstrap(1));
    }

    [Theory]
    [MemberData(nameof(Every))]
    [Trait("Speed", "Slow")]
    public void Profile_wald_and_bootstrap_agree_where_customers_are_many(string name)
    {
        Ways ways = All[name]();
        IReadOnlyList<ParameterInterval> profile = ways.Profile();
        IReadOnlyList<ParameterInterval> scatter = ways.Bootstrap(160).Intervals(0.6826894921370859);
        for (int i = 0; i < profile.Count; i++)
        {
            ParameterInterval wald = ways.Wald[i], mine = profile[i];
            Assert.Equal(wald.Name, mine.Name);
            Assert.Equal(wald.Estimate, mine.Estimate, 1e-9 * Math.Abs(wald.Estimate));
            Assert.InRange((mine.Estimate - mine.Lower!.Value) / (wald.Estimate - wald.Lower!.Value), 0.75, 1.35);
            Assert.InRange((mine.Upper!.Value - mine.Estimate) / (wald.Upper!.Value - wald.Estimate), 0.75, 1.35);

            // Two thirds of 160 companies: ends that a few far ones do not move, known to some 10 %.
            Assert.InRange((scatter[i].Upper!.Value - scatter[i].Lower!.Value) / (2 * ways.Errors[i]), 0.7, 1.35);
        }
    }

    [Fact]
    public void Moving_a_covariate_moves_no_interval_of_its_coefficient()
    {
        ContractHistories rows = ShiftedBetaGeometricSimulator.Histories(new(new(1.2, 3.0), ["age"], [0.3], [-0.2]), Followed[..900], 5, new(["age"], [Age[..900]]));
        IReadOnlyList<ParameterInterval> one = ProfileLikelihood.OfShiftedBetaGeometric(rows);
        IReadOnlyList<ParameterInterval> other = ProfileLikelihood.OfShiftedBetaGeometric(new(rows.Renewals, rows.Left, covariates: new(["age"], [[.. Age[..900].Select(v => (v - 5) * 10)]])));
        for (int i = 2; i < 4; i++)
        {
            Assert.Equal(one[i].Lower!.Value, 10 * other[i].Lower!.Value, 1e-6);
            Assert.Equal(one[i].Upper!.Value, 10 * other[i].Upper!.Value, 1e-6);
        }

        Assert.NotEqual(one[0].Estimate, other[0].Estimate, 1e-3);
    }

    [Fact]
    public void What_has_no_likelihood_to_follow_is_refused_with_the_reason()
    {
        PurchaseHistories rows = new([1, 2], [1, 2], [3, 4], TimeUnit.Week, null, [0, 0]);
        CovariateColumns same = new(["age"], [[4, 4]]);
        Assert.Contains("same value", Assert.Throws<ConvergenceException>(() => ProfileLikelihood.Of("bg-nbd", rows, same)).Message, StringComparison.Ordinal);
        Assert.Contains("pareto-nbd", Assert.Throws<ArgumentOutOfRangeException>(() => ProfileLikelihood.Of("bg-cnbd-k", rows, same)).Message, StringComparison.Ordinal);
        Assert.Contains("Nobody left", Assert.Throws<ConvergenceException>(() => ProfileLikelihood.OfShiftedBetaGeometric(new([3, 2], [false, false]))).Message, StringComparison.Ordinal);
        DiscreteHistories weighted = new([1], [1], [3], [2]);
        Assert.Contains("repeat each row", Assert.Throws<ArgumentException>(() => ParametricBootstrap.Of(new BgBbModel(new(1, 1, 1, 1)), weighted)).Message, StringComparison.Ordinal);
    }

    private static double[] Errors<TModel>(FitReport<TModel> fit)
        where TModel : class => [.. fit.Parameters.Select(p => p.StandardError!.Value)];

    private static Ways With<TModel>(CovariateModel<TModel> truth, string name, Func<PurchaseHistories, CovariateColumns, FitReport<CovariateModel<TModel>>> fit)
        where TModel : class, ITransactionModel
    {
        PurchaseHistories rows = CovariateSimulator.Histories(truth, Known, Weeks, 5);
        FitReport<CovariateModel<TModel>> report = fit(rows, Known);
        return new(WaldIntervals.Of(report), () => ProfileLikelihood.Of(name, rows, Known), n => ParametricBootstrap.Of(report.Model, rows, Known, n), Errors(report));
    }

    private sealed record Ways(
        IReadOnlyList<ParameterInterval> Wald, Func<IReadOnlyList<ParameterInterval>> Profile, Func<int, BootstrapDraws> Bootstrap, double[] Errors);
}
