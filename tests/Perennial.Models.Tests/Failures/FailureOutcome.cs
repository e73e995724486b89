namespace Perennial.Models.Tests.Failures;

/// <summary>How a fit is expected to end, and the words in which it must say so.</summary>
internal sealed record FailureOutcome(FitExit Exit, string Words)
{
    private static readonly Dictionary<string, FailureOutcome> Known = new(StringComparer.Ordinal)
    {
        ["optimum"] = new(FitExit.Converged, "An interior optimum"),
        ["ridge"] = new(FitExit.NotIdentified, "A ridge"),
        ["untold"] = new(FitExit.NotIdentified, "No correlation can be told through this span"),
        ["immortal"] = new(FitExit.Boundary, "No drop-out identifiable"),
        ["rates"] = new(FitExit.Boundary, "No spread in purchase rates"),
        ["dropout"] = new(FitExit.Boundary, "No spread in drop-out"),
        ["collapse"] = new(FitExit.Boundary, "Drop-out chances collapse"),
        ["bound"] = new(FitExit.Boundary, "as strongly correlated"),
        ["constant"] = new(FitExit.Failed, "The covariate 'day' has the same value for every customer"),
        ["empty"] = new(FitExit.Failed, "There are no customers"),
        ["once"] = new(FitExit.Failed, "No customer bought twice"),
        ["infinite"] = new(FitExit.Converged, "the population's mean spend is infinite"),
        ["price"] = new(FitExit.Boundary, "No spread in spend"),
        ["customers"] = new(FitExit.Boundary, "No spread between customers"),
        ["purchases"] = new(FitExit.Boundary, "No spread within a customer"),
        ["unspent"] = new(FitExit.Failed, "so spend cannot be learned"),
        ["unborn"] = new(FitExit.Failed, "Every customer was acquired on the last day"),
    };

    /// <summary>Gives the outcome of a word in a table.</summary>
    public static FailureOutcome Named(string word) => Known[word];

    /// <summary>Requires of a report this exit in these words.</summary>
    public void Holds<TModel>(FitReport<TModel> report, string where)
        where TModel : class
    {
        Assert.True(Exit == report.Exit, $"{where}: {Exit} expected, found {report.Exit}: {report.Explanation}");
        Assert.True(report.Explanation.Contains(Words, StringComparison.Ordinal), $"{where}: '{Words}' expected, found: {report.Explanation}");
    }
}
