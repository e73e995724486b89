using System.Text.Json;
using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.CnbdK;
using Perennial.Models.Contracts;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.Tests.VaryingCovariates;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Contract;

/// <summary>The fits under contract: those of every purchase model, and an entry for each other one. A fitter that is left out fails a test.</summary>
internal static class FitCases
{
    private const int Rows = 900;
    private static readonly double[] Age = [.. Enumerable.Range(0, Rows).Select(i => (i * 7 % 5) - 1.0)];
    private static readonly DiscreteHistories Donors = BgBbSimulator.Histories(new(1.2, 0.75, 0.66, 2.8), [.. Enumerable.Range(0, Rows).Select(i => 5 + (i % 3))], 3);
    private static readonly SpendHistories Spend = GammaGammaSimulator.Histories(new(6.25, 3.74, 15.44), [.. Enumerable.Range(0, Rows).Select(i => 1 + (i % 4))], 3);

    private static readonly ContractHistories Contracts = ShiftedBetaGeometricSimulator.Histories(
        new(new(1.2, 3.0), ["age"], [0.3], [-0.2]), [.. Enumerable.Range(0, Rows).Select(i => 6 + (i % 5))], 3, new(["age"], [Age]));

    private static readonly SurvivalHistories Lives = Lifetimes();

    /// <summary>Gives all of them.</summary>
    public static IReadOnlyList<FitCase> All { get; } =
    [
        .. PurchaseCases.All.Select(Purchases),
        Purchases(ExcusedCases.RegularityEstimated),
        new("bg-bb", Rows, (rows, weight, threads) => BgBbFitter.Fit(Of(Donors, rows, weight), new() { Threads = threads }).As<object>(),
            (model, rows) => ((BgBbModel)model).ConditionalExpectedTransactions(Of(Donors, rows, null), 6)) { Restore = (p, _) => BgBbModel.Of(p) },
        new("gamma-gamma", Rows, (rows, _, threads) => GammaGammaFitter.Fit(Of(Spend, rows), new() { Threads = threads }).As<object>(),
            (model, rows) => ((GammaGammaModel)model).ExpectedSpend(Of(Spend, rows))) { Weighted = false, Restore = (p, _) => new GammaGammaModel(new(p[0], p[1], p[2])) },
        new("gamma-gamma on frequency", Rows, (rows, _, threads) => SpendCovariateFitter.OnFrequency(Of(Spend, rows), new() { Threads = threads }).As<object>(),
            (model, rows) => ((SpendCovariateModel)model).ExpectedSpend(Of(Spend, rows))) 
        {
            Weighted = false, Restore = (p, _) => new SpendCovariateModel(new(p[0], p[1], p[2]), [], p[3]),
        },
        new("gamma-gamma with covariates", Rows,
            (rows, _, threads) => SpendCovariateFitter.Fit(Of(Spend, rows), Columns(rows), new() { Threads = threads }).As<object>(),
            (model, rows) => ((SpendCovariateModel)model).ExpectedSpend(Of(Spend, rows), Columns(rows)))
        {
            Restore = (p, _) => new SpendCovariateModel(new(p[0], p[1], p[2]), [new("age", p[3])]),
            Weighted = false, Penalised = (penalty, unit) => SpendCovariateFitter.Fit(Spend, Columns(unit), new() { Penalty = penalty }).As<object>(), Covariate = Age,
        },
        new("shifted-beta-geometric", Rows, (rows, weight, threads) => ShiftedBetaGeometricFitter.Fit(Of(Contracts, rows, weight), new() { Threads = threads }).As<object>(),
            (model, rows) => ((ContractModel)model).ConditionalSurvival(Of(Contracts, rows, null), 3))
        {
            Restore = (p, _) => new ShiftedBetaGeometricModel(new(p[0], p[1]), ["age"], [p[2]], [p[3]]),
            Penalised = (penalty, unit) => ShiftedBetaGeometricFitter.Fit(In(Contracts, unit), new() { Penalty = penalty }).As<object>(), Covariate = Age,
        },
        new("beta-discrete-weibull", Rows, (rows, weight, threads) => BetaDiscreteWeibullFitter.Fit(Of(Contracts, rows, weight), new() { Threads = threads }).As<object>(),
            (model, rows) => ((ContractModel)model).ConditionalSurvival(Of(Contracts, rows, null), 3))
        {
            Restore = (p, _) => new BetaDiscreteWeibullModel(new(p[0], p[1], p[2]), ["age"], [p[3]], [p[4]]),
            Penalised = (penalty, unit) => BetaDiscreteWeibullFitter.Fit(In(Contracts, unit), new() { Penalty = penalty }).As<object>(), Covariate = Age,
        },
        new("discrete-time-hazard", Rows, (rows, weight, threads) =>
                DiscreteHazardFitter.Fit(RenewalPanel.FromContracts(Of(Contracts, rows, weight)), new() { Baseline = HazardBaseline.Polynomial, Threads = threads }).As<object>(),
            (model, rows) => [.. rows.Select(i => ((DiscreteHazardModel)model).Hazard(3, Age[i]))])
        {
            Tolerance = 1e-9,
            Again = model => new DiscreteHazardModel(Written(((DiscreteHazardModel)model).Named)),
            Penalised = (penalty, unit) =>
                DiscreteHazardFitter.Fit(RenewalPanel.FromContracts(In(Contracts, unit)), new() { Baseline = HazardBaseline.Polynomial, Penalty = penalty }).As<object>(),
            Covariate = RenewalPanel.FromContracts(Contracts).Covariates!.Columns[0],
        },
        new("cox", Rows, (rows, weight, threads) => CoxFitter.Fit(Of(Lives, rows, weight)).As<object>(),
            (model, rows) => ((CoxModel)model).Survival(Columns(rows), 5))
        {
            Tolerance = 1e-9,
            Again = model => new CoxModel(Written(((CoxModel)model).Named)),
            Penalised = (penalty, unit) => CoxFitter.Fit(new(Lives.Time, Lives.Observed, Lives.Unit, covariates: Columns(unit)), new() { Penalty = penalty }).As<object>(),
            Covariate = Age,
        },
        new("accelerated-failure-time", Rows, (rows, weight, threads) => AftFitter.Fit(Of(Lives, rows, weight), AftDistribution.Weibull, new() { Threads = threads }).As<object>(),
            (model, rows) => ((AftModel)model).ConditionalSurvival(Columns(rows), [.. rows.Select(_ => 2.0)], 5))
        {
            Tolerance = 1e-9,
            Restore = (p, _) => new AftModel(AftDistribution.Weibull, TimeUnit.Week, ["age"], p[0], [p[1]], p[2]),
        },
        Varying(),
        Mode(),
        Ridge("pareto-nbd", CovariateFitter.ParetoNbd),
        Ridge("bg-nbd", CovariateFitter.BgNbd),
        Ridge("mbg-nbd", CovariateFitter.MbgNbd),
        Ridge("ggom-nbd", CovariateFitter.GgomNbd),
    ];

    /// <summary>Gives the classes of the models that fits other than of purchases at any time give.</summary>
    public static IReadOnlyDictionary<string, Type> Models { get; } = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["bg-bb"] = typeof(BgBbModel),
        ["gamma-gamma"] = typeof(GammaGammaModel),
        ["gamma-gamma with covariates"] = typeof(SpendCovariateModel),
        ["shifted-beta-geometric"] = typeof(ShiftedBetaGeometricModel),
        ["beta-discrete-weibull"] = typeof(BetaDiscreteWeibullModel),
        ["discrete-time-hazard"] = typeof(DiscreteHazardModel),
        ["cox"] = typeof(CoxModel),
        ["accelerated-failure-time"] = typeof(AftModel),
        ["pareto-nbd with covariates that change"] = typeof(VaryingCovariateModel),
        [ParetoGggFitter.Name] = typeof(ParetoGggModel),
    };

    /// <summary>Gives the names of those that hold a condition, as the rows of a theory.</summary>
    public static TheoryData<string> Names(Func<FitCase, bool> which) => [.. All.Where(which).Select(fit => fit.Name)];

    /// <summary>Gives the one of a name.</summary>
    public static FitCase Named(string name) => All.Single(fit => fit.Name == name);

    private static FitCase Purchases(PurchaseCase model)
    {
        PurchaseHistories all = model.Customers(1800, 3);
        return new(model.Name, all.Count, (rows, weight, threads) => model.Fit(Taken(rows, weight), threads).As<object>(),
            (fitted, rows) => ((ITransactionModel)fitted).DiscountedExpectedTransactions(Taken(rows, null), 39, ContinuousRate.PerUnit(0.002, TimeUnit.Week)))
        {
            Restore = (p, whole) => whole.Length == 0 ? model.Make(p, TimeUnit.Week) : new CnbdKModel(
                model.Name.StartsWith("mbg", StringComparison.Ordinal) ? CnbdKVariant.MbgCnbdK : CnbdKVariant.BgCnbdK, new((int)whole[0], p[0], p[1], p[2], p[3]), TimeUnit.Week),
        };

        PurchaseHistories Taken(int[] rows, double[]? weight) => PurchaseCase.Rows(
            [.. rows.Select(i => all.Frequency[i])], [.. rows.Select(i => all.Recency[i])], [.. rows.Select(i => all.T[i])], all.Unit, weight);
    }

    // The mode of a posterior, to six digits of its integrals.
    private static FitCase Mode()
    {
        PurchaseHistories all = ParetoGggSimulator.Histories(new(4, 2, 0.8, 8, 0.6, 12), [.. Enumerable.Range(0, 350).Select(i => 40 + (i % 91 / 7.0))], TimeUnit.Week, 3);
        return new(ParetoGggFitter.Name, all.Count, (rows, weight, threads) => ParetoGggFitter.Fit(Taken(rows, weight), threads).As<object>(),
            (model, rows) => ((ParetoGggModel)model).ProbabilityAlive(Taken(rows, null)))
        {
            Tolerance = 1e-9,
            Restore = (p, _) => new ParetoGggModel(ParetoGggParameters.Of(p), TimeUnit.Week),
        };

        PurchaseHistories Taken(int[] rows, double[]? weight) => new(
            [.. rows.Select(i => all.Frequency[i])], [.. rows.Select(i => all.Recency[i])], [.. rows.Select(i => all.T[i])], all.Unit, weight, [.. rows.Select(i => all.LogGaps![i])]);
    }

    // Pareto/NBD under a season that all share and a covariate of each customer's own.
    private static FitCase Varying()
    {
        const int Customers = 400;
        double[] day = [.. Enumerable.Range(0, Customers).Select(i => (double)(i % 4))];
        CovariatePaths In(double unit) => new(
            [CovariatePath.Calendar("season", [.. Enumerable.Range(0, 60).Select(k => k % 20 < 7 ? 1.0 : 0.0)]), CovariatePath.Constant("day", [.. day.Select(v => v / unit)])],
            [.. day.Select((_, i) => (i % 11) / 2.0)], 60, 1, TimeUnit.Week);
        CovariateOptions options = new() { Dropout = ["day"] };
        VaryingCovariateModel truth = new(
            new(new(1.2, 6, 0.9, 12), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 0.6), new("day", CovariateProcess.Both, 0.2)]);
        PurchaseTimes all = VaryingCovariateSimulator.Times(truth, In(1), [.. day.Select((_, i) => 40 + (i % 13) / 2.0)], 3);
        return new("pareto-nbd with covariates that change", Customers,
            (rows, weight, threads) => VaryingCovariateFitter.ParetoNbd(Taken(rows, weight), In(1).Taken(rows), options with { Threads = threads }).As<object>(),
            (model, rows) => ((VaryingCovariateModel)model).ConditionalExpectedTransactions(Taken(rows, null), In(1).Taken(rows), 4))
        {
            Restore = (p, _) => new VaryingCovariateModel(
                new(new(p[0], p[1], p[2], p[3]), TimeUnit.Week),
                [new("season", CovariateProcess.Purchase, p[4]), new("day", CovariateProcess.Purchase, p[5]), new("day", CovariateProcess.Dropout, p[6])]),
            Penalised = (penalty, unit) => VaryingCovariateFitter.ParetoNbd(all, In(unit), new() { Purchase = ["day"], Dropout = ["day"], Penalty = penalty }).As<object>(),
            Covariate = day,
        };

        PurchaseTimes Taken(int[] rows, double[]? weight) =>
            new([.. rows.Select(i => all.Times[i])], [.. rows.Select(i => all.Histories.T[i])], all.Unit, weight);
    }

    // The purchase models with covariates once more, where a penalty can be given.
    private static FitCase Ridge<TModel>(string name, Func<PurchaseHistories, CovariateColumns, CovariateOptions?, FitReport<CovariateModel<TModel>>> fit)
        where TModel : class, ITransactionModel
    {
        PurchaseHistories all = PurchaseCases.Named(name + " with covariates").Customers(Rows, 3);
        double[] day = BoundCovariates<TModel>.Columns(all.T, all.Unit).Columns[0];
        return new(name + " with covariates and a penalty", all.Count, (_, _, _) => throw new NotSupportedException(), (_, _) => throw new NotSupportedException())
        {
            Penalised = (penalty, unit) => fit(all, new(["day"], [[.. day.Select(v => v / unit)]]), new() { Penalty = penalty }).As<object>(),
            Covariate = day,
        };
    }

    private static T Written<T>(T parameters) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(parameters))!;

    private static DiscreteHistories Of(DiscreteHistories all, int[] rows, double[]? weight) =>
        new([.. rows.Select(i => all.Frequency[i])], [.. rows.Select(i => all.Recency[i])], [.. rows.Select(i => all.Opportunities[i])], weight);

    private static SpendHistories Of(SpendHistories all, int[] rows) => new([.. rows.Select(i => all.Frequency[i])], [.. rows.Select(i => all.MeanSpend[i])]);

    private static ContractHistories Of(ContractHistories all, int[] rows, double[]? weight)
    {
        ContractHistories some = all.Select(rows);
        return new(some.Renewals, some.Left, weight, covariates: some.Covariates);
    }

    private static SurvivalHistories Of(SurvivalHistories all, int[] rows, double[]? weight)
    {
        SurvivalHistories some = all.Select(rows);
        return new(some.Time, some.Observed, some.Unit, weight: weight, covariates: some.Covariates);
    }

    private static ContractHistories In(ContractHistories all, double unit) => new(all.Renewals, all.Left, covariates: Columns(unit));

    private static CovariateColumns Columns(int[] rows) => new(["age"], [[.. rows.Select(i => Age[i])]]);

    private static CovariateColumns Columns(double unit) => new(["age"], [[.. Age.Select(v => v / unit)]]);

    private static SurvivalHistories Lifetimes()
    {
        Pcg64 random = new(3);
        double[] life = [.. Age.Select(age => Math.Ceiling(10 * Math.Pow(-Math.Log(1 - random.NextDouble()), 0.8) * Math.Exp(-0.3 * age)))];
        return new([.. life.Select(t => Math.Min(t, 15))], [.. life.Select(t => t <= 15)], TimeUnit.Week, covariates: Columns(1));
    }
}
