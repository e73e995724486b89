using Perennial.Models;
using Perennial.Training;

namespace Perennial.Reports;

/// <summary>Names and phrases a reader understands, for the codes that records carry.</summary>
internal static class Words
{
    /// <summary>Tells whether the log has amounts: without any, everything but money is shown.</summary>
    public static bool HasAmounts(this RunRecord run) => run.Facts.RevenueGross != 0 || run.Facts.Refunds != 0;

    /// <summary>Gives the name of a model or baseline as the field writes it.</summary>
    public static string Model(string name) => TransactionModels.Find(name)?.Title ?? name switch
    {
        "gamma-gamma" => "Gamma-Gamma",
        "own-mean-rate" => "Own mean rate",
        "recency-rule" => "Recency rule",
        "cohort-mean" => "Cohort mean",
        "zero" => "Zero",
        "none" => "no model",
        _ => name.Replace('-', ' '),
    };

    /// <summary>Gives the horizon in words: over the next 365 days, over the remaining lifetime.</summary>
    public static string Horizon(string horizon) => horizon.EndsWith('d') ? $"over the next {horizon[..^1]}\u00A0days" : "over the remaining lifetime";

    /// <summary>Gives what a value is made of: margin or revenue.</summary>
    public static string Basis(RunRecord run) => run.DefinitionId.Contains(".margin", StringComparison.Ordinal) ? "margin" : "revenue";

    /// <summary>Gives a rule's or a code's name as words.</summary>
    public static string Rule(string code) => code.Replace('-', ' ').Replace('_', ' ');

    /// <summary>Gives how a fit ended, in words.</summary>
    public static string Exit(FittedModel model) => model.Exit switch
    {
        "converged" => "converged",
        "boundary" => "at a boundary that has a meaning",
        "not-identified" => "not identified: the parameters may not be read",
        _ => "failed: cannot be scored",
    };
}
