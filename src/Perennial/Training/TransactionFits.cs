using Perennial.Models;

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
