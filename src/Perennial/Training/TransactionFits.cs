using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Training;

/// <summary>Fits the candidate models on one set of histories and words what came out.</summary>
public static class TransactionFits
{
    /// <summary>One candidate after its fit: the model where usable, and the figures either way.</summary>
    /// <param name="Model">The fitted model, or null where the fit may not be scored.</param>
    /// <param name="Figures">What run.json and the report show.</param>
    /// <param name="Covariance">Covariance of the log parameters, or null where it does not exist.</param>
    public sealed record Candidate(ITransactionModel? Model, FittedModel Figures, double[]? Covariance);

    /// <summary>Fits one candidate by name.</summary>
    /// <param name="name">A name of <see cref="TransactionModels"/>.</param>
    /// <param name="histories">Purchase histories, grouped or not.</param>
    public static Candidate Fit(string name, PurchaseHistories histories)
    {
        TransactionModelEntry entry = TransactionModels.Named(name);
        FitReport<ITransactionModel> report = entry.Fit(histories);
        FittedModel figures = Figures(report, entry.Needs == ModelNeeds.Opportunities ? "opportunity" : Word(histories.Unit));

        // On a ridge a model that extends another one says what that one says, with a parameter that nothing supports.
        return report.Exit == FitExit.NotIdentified && entry.Extends is { } simpler
            ? new(null, figures with { Explanation = $"{figures.Explanation} These data cannot tell {name} from {simpler}, so it is not scored: take {simpler}." }, null)
            : new(report.IsUsable ? report.Model : null, figures, report.LogParameterCovariance);
    }

    /// <summary>Makes a fitted model again from its figures; null for one that its parameters alone do not make, or that reads more of a history than how often, how recently and for how long.</summary>
    /// <param name="figures">What a run has kept.</param>
    /// <param name="unit">The unit of time the run worked in.</param>
    public static ITransactionModel? Restore(FittedModel figures, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(figures);
        double P(string name) => figures.Parameters[name];
        return figures.Name switch
        {
            BgNbdFitter.Name => new BgNbdModel(new(P("r"), P("alpha"), P("a"), P("b")), unit),
            MbgNbdFitter.Name => new MbgNbdModel(new(P("r"), P("alpha"), P("a"), P("b")), unit),
            ParetoNbdFitter.Name => new ParetoNbdModel(new(P("r"), P("alpha"), P("s"), P("beta")), unit),
            GgomNbdFitter.Name => new GgomNbdModel(new(P("r"), P("alpha"), P("b"), P("s"), P("beta")), unit),
            "bg-cnbd-k" => Regular(CnbdKVariant.BgCnbdK),
            "mbg-cnbd-k" => Regular(CnbdKVariant.MbgCnbdK),
            _ => null,
        };

        CnbdKModel Regular(CnbdKVariant variant) => new(variant, new((int)P("k"), P("r"), P("alpha"), P("a"), P("b")), unit);
    }

    /// <summary>Words a fit report for run.json and the report.</summary>
    /// <param name="report">The report of any fit.</param>
    /// <param name="unit">week, day, or the currency.</param>
    public static FittedModel Figures<TModel>(FitReport<TModel> report, string unit)
        where TModel : class => new()
        {
            Name = report.Name,
            Parameters = report.WholeParameters.Concat(report.Parameters).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal),
            StandardErrors = report.WholeParameters.Concat(report.Parameters).ToDictionary(p => p.Name, p => p.StandardError, StringComparer.Ordinal),
            LogLikelihood = report.LogLikelihood,
            Exit = Word(report.Exit),
            Explanation = report.Explanation,
            Unit = unit,
            Customers = (long)Math.Round(report.Customers),
            Groups = report.Groups,
        };

    private static string Word(TimeUnit unit) => unit switch { TimeUnit.Day => "day", TimeUnit.Week => "week", _ => "year" };

    private static string Word(FitExit exit) => exit switch
    {
        FitExit.Converged => "converged",
        FitExit.Boundary => "boundary",
        FitExit.NotIdentified => "not-identified",
        _ => "failed",
    };
}
