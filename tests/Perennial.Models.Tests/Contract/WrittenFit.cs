namespace Perennial.Models.Tests.Contract;

/// <summary>All that a report of a fit says, as a file would hold it.</summary>
internal sealed record WrittenFit(
    string Name, FitExit Exit, string Explanation, ParameterEstimate[] Parameters, ParameterEstimate[] WholeParameters, double[]? LogParameterCovariance, double LogLikelihood, double Customers,
    int Groups, int Evaluations, double GradientNorm, double ConditionNumber)
{
    public static WrittenFit Of(FitReport<object> report) => new(
        report.Name, report.Exit, report.Explanation, [.. report.Parameters], [.. report.WholeParameters], report.LogParameterCovariance, report.LogLikelihood, report.Customers,
        report.Groups, report.Evaluations, report.GradientNorm, report.ConditionNumber);

    /// <summary>Makes the report again, with the model where its parameters make it.</summary>
    public FitReport<object> Read(Func<double[], double[], object>? restore) =>
        new(Name, restore?.Invoke([.. Parameters.Select(p => p.Value)], [.. WholeParameters.Select(p => p.Value)]), Exit, Explanation)
        {
            Parameters = Parameters,
            WholeParameters = WholeParameters,
            LogParameterCovariance = LogParameterCovariance,
            LogLikelihood = LogLikelihood,
            Customers = Customers,
            Groups = Groups,
            Evaluations = Evaluations,
            GradientNorm = GradientNorm,
            ConditionNumber = ConditionNumber,
        };
}
