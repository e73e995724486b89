namespace Perennial.Models.Assessing;

/// <summary>The log-likelihood of a fit less a price for its parameters; smaller is better, and only differences on the same data mean anything.</summary>
/// <param name="Aic">Akaike's: -2 LL + 2 k.</param>
/// <param name="AicCorrected">The same for few customers: AIC + 2 k (k + 1) / (n - k - 1); null where n is at most k + 1.</param>
/// <param name="Bic">Schwarz's: -2 LL + k ln n.</param>
/// <source paper="BurnhamAnderson2002"/>
public sealed record InformationCriteria(double Aic, double? AicCorrected, double Bic)
{
    /// <summary>Gives the criteria of a fit: each fitted parameter counts, one chosen among whole numbers (k) too.</summary>
    /// <param name="report">A fit with its log-likelihood.</param>
    /// <exception cref="ConvergenceException">The fit has no usable model, so its likelihood is no maximum.</exception>
    public static InformationCriteria Of<TModel>(FitReport<TModel> report)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.IsUsable
            ? Of(report.LogLikelihood, report.Parameters.Count + report.WholeParameters.Count, report.Customers)
            : throw new ConvergenceException($"The {report.Name} fit ended as {report.Exit}, so its likelihood is no maximum to compare. {report.Explanation}");
    }

    /// <summary>Gives the criteria.</summary>
    /// <param name="logLikelihood">The maximum of the log-likelihood, over all customers and without a penalty.</param>
    /// <param name="parameters">k, at least 0.</param>
    /// <param name="customers">n, positive.</param>
    public static InformationCriteria Of(double logLikelihood, int parameters, double customers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameters);
        if (!double.IsFinite(2.0 * logLikelihood))
        {
            throw new ArgumentOutOfRangeException(nameof(logLikelihood), logLikelihood, "A log-likelihood is a finite number, and twice it still is.");
        }

        if (!(customers > 0.0) || !double.IsFinite(customers))
        {
            throw new ArgumentOutOfRangeException(nameof(customers), customers, "The number of customers is positive and finite.");
        }

        double aic = (-2.0 * logLikelihood) + (2.0 * parameters), spare = customers - parameters - 1.0;
        return new(aic, spare > 0.0 ? aic + (2.0 * parameters * (parameters + 1.0) / spare) : null, (-2.0 * logLikelihood) + (parameters * Math.Log(customers)));
    }
}
