using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Contract;

/// <summary>The purchase models under contract. A new one joins with an entry here, and nowhere else; one that is left out fails a test.</summary>
internal static class PurchaseCases
{
    private static readonly PurchaseCase BgNbd = new("bg-nbd", [0.2425945, 4.4136022, 0.7929203, 2.4258953])
    {
        Make = (p, unit) => new BgNbdModel(Of(p), unit),
        TimePowers = [0, 1, 0, 0],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1e-12, 1],
        Fit = (histories, threads) => BgNbdFitter.Fit(histories, new() { Threads = threads }).As<ITransactionModel>(),
        Simulate = (p, ages, seed) => BgNbdSimulator.Histories(new(p[0], p[1], p[2], p[3]), ages, TimeUnit.Week, seed),
        LogLikelihood = (model, h, i) => BgNbdLikelihood.LogLikelihood(((BgNbdModel)model).Named, h.Frequency[i], h.Recency[i], h.T[i]),
    };

    private static readonly PurchaseCase MbgNbd = new("mbg-nbd", [0.5248431, 6.1830856, 0.8913593, 1.6140023])
    {
        Make = (p, unit) => new MbgNbdModel(new(p[0], p[1], p[2], p[3]), unit),
        TimePowers = [0, 1, 0, 0],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1e-12, 1],
        AliveWhenJustAcquired = 1.6140023 / (0.8913593 + 1.6140023),
        Fit = (histories, threads) => MbgNbdFitter.Fit(histories, new() { Threads = threads }).As<ITransactionModel>(),
        Simulate = (p, ages, seed) => MbgNbdSimulator.Histories(new(p[0], p[1], p[2], p[3]), ages, TimeUnit.Week, seed),
        LogLikelihood = (model, h, i) => MbgNbdLikelihood.LogLikelihood(((MbgNbdModel)model).Named, h.Frequency[i], h.Recency[i], h.T[i]),
    };

    private static readonly PurchaseCase ParetoNbd = new("pareto-nbd", [0.553277, 10.577684, 0.60624, 11.668735])
    {
        Make = (p, unit) => new ParetoNbdModel(new(p[0], p[1], p[2], p[3]), unit),
        TimePowers = [0, 1, 0, 1],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1e-12, 10],
        Fit = (histories, threads) => ParetoNbdFitter.Fit(histories, new() { Threads = threads }).As<ITransactionModel>(),
        Simulate = (p, ages, seed) => ParetoNbdSimulator.Histories(new(p[0], p[1], p[2], p[3]), ages, TimeUnit.Week, seed),
        LogLikelihood = (model, h, i) => ParetoNbdLikelihood.LogLikelihood(((ParetoNbdModel)model).Named, h.Frequency[i], h.Recency[i], h.T[i]),
    };

    private static readonly PurchaseCase GgomNbd = new("ggom-nbd", [0.8, 8, 0.12, 1, 20])
    {
        Make = (p, unit) => new GgomNbdModel(new(p[0], p[1], p[2], p[3], p[4]), unit),
        TimePowers = [0, 1, -1, 0, 0],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1, 1e-12, 1],
        Youngest = 45,
        Fit = (histories, threads) => GgomNbdFitter.Fit(histories, new() { Threads = threads }).As<ITransactionModel>(),
        Simulate = (p, ages, seed) => GgomNbdSimulator.Histories(new(p[0], p[1], p[2], p[3], p[4]), ages, TimeUnit.Week, seed),
        LogLikelihood = (model, h, i) => GgomNbdLikelihood.LogLikelihood(((GgomNbdModel)model).Named, h.Frequency[i], h.Recency[i], h.T[i]),
    };

    // The span over which rates depend is ten weeks, in whatever unit; a correlation beyond what is possible is the strongest that is.
    private static readonly PurchaseCase CorrelatedParetoNbd = new("correlated-pareto-nbd", [1.5, 8, 1.2, 14, -0.04])
    {
        Make = (p, unit) => Correlated(p, unit),
        TimePowers = [0, 1, 0, 1, 0],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1e-12, 10, 0],
        Youngest = 45,
        Fit = (histories, threads) => CorrelatedParetoNbdFitter.Fit(histories, new() { Threads = threads, Span = Span(histories.Unit) }).As<ITransactionModel>(),
        Simulate = (p, ages, seed) => CorrelatedParetoNbdSimulator.Histories(Correlated(p, TimeUnit.Week), ages, seed),
        LogLikelihood = (model, h, i) => ((CorrelatedParetoNbdModel)model).LogLikelihood(new([h.Frequency[i]], [h.Recency[i]], [h.T[i]], h.Unit))[0],
    };

    /// <summary>Gives all of them.</summary>
    public static IReadOnlyList<PurchaseCase> All { get; } =
    [
        BgNbd,
        MbgNbd,
        CnbdK(CnbdKVariant.BgCnbdK, 3),
        CnbdK(CnbdKVariant.MbgCnbdK, 2),
        ParetoNbd,
        GgomNbd,
        CorrelatedParetoNbd,
        BgNbd.WithCovariates<BgNbdModel>(CovariateFitter.BgNbd, 0.5, 0.3),
        MbgNbd.WithCovariates<MbgNbdModel>(CovariateFitter.MbgNbd, 0.5, 0.3),
        ParetoNbd.WithCovariates<ParetoNbdModel>(CovariateFitter.ParetoNbd, 0.5, -0.3),
        GgomNbd.WithCovariates<GgomNbdModel>(CovariateFitter.GgomNbd, 0.5, -0.3),
    ];

    /// <summary>Gives their names, as the rows of a theory.</summary>
    public static TheoryData<string> Names => [.. All.Select(model => model.Name)];

    /// <summary>Gives those of which some clauses cannot be asked, each with its reason, or whose fits take longer.</summary>
    public static IReadOnlyList<PurchaseCase> Excused { get; } = [ExcusedCases.BgBb, ExcusedCases.Varying, ExcusedCases.ParetoGgg, ExcusedCases.RegularityEstimated];

    /// <summary>Gives the one of a name.</summary>
    public static PurchaseCase Named(string name) => All.Concat(Excused).Single(model => model.Name == name);

    private static PurchaseCase CnbdK(CnbdKVariant variant, int k) => new($"{variant.Name()}, k = {k}", [0.9, 6.0 / k, 0.8, 2.4])
    {
        Make = (p, unit) => new CnbdKModel(variant, Of(k, p), unit),
        TimePowers = [0, 1, 0, 0],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1e-12, 1],
        AliveWhenJustAcquired = variant == CnbdKVariant.MbgCnbdK ? 2.4 / (0.8 + 2.4) : 1.0,
        Phases = k,
        Fit = (histories, threads) => CnbdKFitter.Fit(histories, new() { Variant = variant, K = k, Threads = threads }).As<ITransactionModel>(),
        Simulate = (p, ages, seed) => CnbdKSimulator.Histories(variant, Of(k, p), ages, TimeUnit.Week, seed),
        LogLikelihood = (model, h, i) => CnbdKLikelihood.LogLikelihood(variant, ((CnbdKModel)model).Named, h.Frequency[i], h.Recency[i], h.T[i], h.LogGaps![i]),
    };

    private static double Span(TimeUnit unit) => unit == TimeUnit.Day ? 70 : 10;

    private static CorrelatedParetoNbdModel Correlated(double[] p, TimeUnit unit)
    {
        ParetoNbdParameters named = new(p[0], p[1], p[2], p[3]);
        return p[4] == 0 ? new(named, 0, unit, Span(unit)) : Possible();

        CorrelatedParetoNbdModel Possible()
        {
            (double lowest, double highest) = ParetoNbdCorrelation.Bounds(named, Span(unit));
            return new(named, Math.Clamp(p[4], lowest, highest), unit, Span(unit));
        }
    }

    private static BgNbdParameters Of(double[] p) => new(p[0], p[1], p[2], p[3]);

    private static CnbdKParameters Of(int k, double[] p) => new(k, p[0], p[1], p[2], p[3]);
}
