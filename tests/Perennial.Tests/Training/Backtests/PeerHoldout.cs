using System.Text.Json;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.Covariates;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.VaryingCovariates;
using Perennial.Testing;

namespace Perennial.Tests.Training.Backtests;

/// <summary>What another program says of the hidden months, and where we can say the same: at its parameters.</summary>
/// <param name="Program">The program with its version.</param>
/// <param name="Model">Its model.</param>
/// <param name="Ours">The name of our model of the same story, or null where there is none.</param>
/// <param name="Figures">Its predicted total, mean absolute and root mean squared error.</param>
/// <param name="Parameters">Its parameters in weeks, or null where it drew many of them.</param>
internal sealed record PeerHoldout(string Program, string Model, string? Ours, (double Predicted, double Mae, double Rmse) Figures, IReadOnlyDictionary<string, double>? Parameters)
{
    // Lengths of time in weeks become days; a Gompertz rate is one over a time.
    private const double Week = 7;

    /// <summary>Gives the relative precision its figures are stated with.</summary>
    public double Precision { get; init; } = 1e-6;

    /// <summary>Gives its predicted spend with the errors, where it has a spend model beside.</summary>
    public (double Actual, double Predicted, double Mae, double Rmse)? Spend { get; init; }

    /// <summary>Reads a file of figures, or skips.</summary>
    public static PeerHoldout Of(string file, string model, string? ours)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(RealData.Reference(file + ".json")));
        JsonElement root = json.RootElement, holdout = root.TryGetProperty("holdout_39w", out JsonElement weeks) ? weeks : root.GetProperty("holdout");
        JsonElement? fit = root.TryGetProperty("polished_optimum", out JsonElement first) ? first : root.TryGetProperty("params", out _) ? root : null;
        double Figure(string name, string other) => (holdout.TryGetProperty(name, out JsonElement value) ? value : holdout.GetProperty(other)).GetDouble();
        return new(
            string.Join(' ', root.GetProperty("peer").GetString()!.Split(' ')[..2]),
            model,
            ours,
            (Figure("predicted_total", "predicted"), Figure("mae", "mae"), Figure("rmse", "rmse")),
            fit?.GetProperty("params").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal))
        {
            Spend = holdout.TryGetProperty("predicted_spend", out JsonElement spend)
                ? (holdout.GetProperty("actual_spend").GetDouble(), spend.GetDouble(), holdout.GetProperty("spend_mae").GetDouble(), holdout.GetProperty("spend_rmse").GetDouble())
                : null,
        };
    }

    /// <summary>Says of every customer what the program says, by our formulas at its parameters: the mean, and the CRPS of the distribution.</summary>
    /// <param name="split">What was known, in days, and what came.</param>
    /// <param name="window">The days hidden.</param>
    /// <param name="constant">Covariates that do not change, or null.</param>
    /// <param name="weekly">Covariates by week, or null.</param>
    public (double[] Mean, double[] Crps)? Reproduce(OriginSplit split, double window, CovariateColumns? constant, CovariatePaths? weekly)
    {
        if (Parameters is not { } p)
        {
            return null;
        }

        PurchaseHistories known = split.Known.Histories;
        if (weekly is not null && p.ContainsKey("life.High.Season"))
        {
            VaryingCovariateModel moving = new(Pareto(p), Effects(p));
            double[][] mass = moving.ProbabilityOfCount(split.Known, weekly, window, 200);
            return (moving.ConditionalExpectedTransactions(split.Known, weekly, window), [.. mass.Select((own, i) => Crps.OfCount(own, split.Hidden[i]))]);
        }

        if (constant is not null && p.ContainsKey("life.Gender"))
        {
            CovariateModel<ParetoNbdModel> fixedModel = new(Pareto(p), Effects(p));
            double[][] mass = fixedModel.ProbabilityOfCount(known, constant, window, 200);
            return (fixedModel.ConditionalExpectedTransactions(known, constant, window), [.. mass.Select((own, i) => Crps.OfCount(own, split.Hidden[i]))]);
        }

        ITransactionModel model = Ours switch
        {
            "bg-nbd" => new BgNbdModel(new(p["r"], Week * p["alpha"], p["a"], p["b"]), TimeUnit.Day),
            "mbg-nbd" => new MbgNbdModel(new(p["r"], Week * p["alpha"], p["a"], p["b"]), TimeUnit.Day),
            "bg-cnbd-k" or "mbg-cnbd-k" => new CnbdKModel(
                Ours[0] == 'm' ? CnbdKVariant.MbgCnbdK : CnbdKVariant.BgCnbdK, new((int)p["k"], p["r"], Week * p["alpha"], p["a"], p["b"]), TimeUnit.Day),
            "ggom-nbd" => new GgomNbdModel(new(p["r"], Week * p["alpha"], p["b"] / Week, p["s"], p["beta"]), TimeUnit.Day),
            _ => Pareto(p),
        };
        return (
            model.ConditionalExpectedTransactions(known, window),
            [.. split.Hidden.Select((count, i) => Crps.OfCount(model.ProbabilityOfCount(known.Frequency[i], known.Recency[i], known.T[i], window, 200), count))]);
    }

    private static ParetoNbdModel Pareto(IReadOnlyDictionary<string, double> p) => new(new(p["r"], Week * p["alpha"], p["s"], Week * p["beta"]), TimeUnit.Day);

    private static CovariateEffect[] Effects(IReadOnlyDictionary<string, double> p) =>
    [
        .. p.Where(own => own.Key.StartsWith("trans.", StringComparison.Ordinal)).Select(own => new CovariateEffect(own.Key["trans.".Length..], CovariateProcess.Purchase, own.Value)),
        .. p.Where(own => own.Key.StartsWith("life.", StringComparison.Ordinal)).Select(own => new CovariateEffect(own.Key["life.".Length..], CovariateProcess.Dropout, own.Value)),
    ];
}
