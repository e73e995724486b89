using Perennial.Models.Fitting;
using Perennial.Models.ParetoNbd;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>The frame of a fit with correlated rates: from the fit without correlation search kappa and all else, look at the edges, judge, report.</summary>
/// <typeparam name="TModel">The fitted model.</typeparam>
internal sealed class CorrelatedFit<TModel>
    where TModel : class
{
    private const string TooShort =
        "No correlation can be told through this span: it is so short beside alpha and beta that nothing of it is seen, or no possible correlation fits. It is 0. "
        + "Give a span of about the time between purchases.";

    private const double Far = 1e6;
    private const double LargestCoefficient = 30.0;

    /// <summary>Gives the name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the customers; covariates are not centred, for the rates that depend are those at 0.</summary>
    public required VaryingGroups Groups { get; init; }

    /// <summary>Gives which covariate acts on what.</summary>
    public required VaryingTerms Terms { get; init; }

    /// <summary>Gives the covariate of each coefficient.</summary>
    public required int[] Covariate { get; init; }

    /// <summary>Gives the penalty on coefficients.</summary>
    public required double Penalty { get; init; }

    /// <summary>Gives the number of threads; 0 for all processors.</summary>
    public required int Threads { get; init; }

    /// <summary>Gives the span over which rates depend, in the unit of the histories.</summary>
    public required double Span { get; init; }

    /// <summary>Makes the model from parameters, coefficients and the correlation.</summary>
    public required Func<ParetoNbdParameters, double[], double, TModel> Make { get; init; }

    private int Coefficients => Terms.Count;

    /// <summary>Fits.</summary>
    /// <param name="without">The fit without correlation: its exit, and its parameters and coefficients in the units of the caller.</param>
    public FitReport<TModel> Run<TOther>(FitReport<TOther> without)
        where TOther : class
    {
        // A ridge stays one with a parameter more.
        if (without.Exit != FitExit.Converged)
        {
            return Untold(without, without.Exit, without.Explanation + (without.Exit == FitExit.Failed ? string.Empty : " Nothing can be told of a correlation there; it is 0."));
        }

        double scale = Groups.TimeScale, span = Span / scale;
        double[] values = [.. without.Parameters.Select(p => p.Value)];
        double[] start =
        [
            Math.Log(values[0]), Math.Log(values[1] / scale), Math.Log(values[2]), Math.Log(values[3] / scale),
            .. Covariate.Select((covariate, k) => values[4 + k] * Groups.Scale.Deviation[covariate]), 0.0,
        ];

        // Kappa in units of what is possible at the start.
        double unit = Math.Max(1.0, Sarmanov.Weights(Named(start, 1.0), span).Highest);
        if (unit > 0.1 * Sarmanov.Largest)
        {
            return Untold(without, FitExit.NotIdentified, TooShort);
        }

        SmoothFunction likelihood = VaryingObjective.Correlated(Groups, Terms, Penalty, Threads, span, unit);
        double[] coefficients = [.. Enumerable.Repeat(LargestCoefficient, Coefficients)];
        double[] lower = [.. Enumerable.Repeat(-FittedParameter.LargestLog, 4), .. coefficients.Select(most => -most), -Far];
        double[] upper = [FittedParameter.LargestLog, 18.0, FittedParameter.LargestLog, 18.0, .. coefficients, Far];
        Minimum best = TrustRegionNewton.Minimise(likelihood, start, lower, upper);
        CorrelationEdges edges = new(likelihood, span, unit);
        bool inside = double.IsFinite(best.Value) && edges.Possible(best.Point);
        if (!inside)
        {
            bool highest = double.IsFinite(best.Value) ? best.Point[^1] > 0.0 : Rises(likelihood, start);
            double[][] starts = double.IsFinite(best.Value) ? [best.Point, start] : [start];
            if (edges.Best(highest, starts, lower, upper) is not { } edge || edge.Point[^1] * unit > Sarmanov.Largest)
            {
                return Untold(without, FitExit.NotIdentified, TooShort);
            }

            best = edge with { Evaluations = edge.Evaluations + best.Evaluations };
        }

        Diagnosis diagnosis = Diagnosis.Of(best, Groups.Customers, lower, upper);
        (FitExit exit, string explanation) = Judge(inside, best, diagnosis);
        return Report(without, best, unit, span, exit, explanation, exit == FitExit.Converged ? diagnosis.Covariance : null, diagnosis.Condition);
    }

    private static bool Rises(SmoothFunction likelihood, double[] start)
    {
        double[] gradient = new double[start.Length];
        _ = likelihood(start, gradient, new double[start.Length * start.Length]);
        return gradient[^1] < 0.0;
    }

    private static (FitExit Exit, string Explanation) Judge(bool inside, Minimum best, Diagnosis diagnosis)
    {
        if (!inside)
        {
            string sign = best.Point[^1] > 0.0 ? "positively" : "negatively";
            return (
                FitExit.Boundary,
                $"The likelihood is highest where purchase rate and drop-out rate are as strongly correlated ({sign}) as this form of dependence allows. "
                + "Predictions may be used; the correlation may only be read as a bound. A longer span allows more.");
        }

        return !diagnosis.Identified ? (FitExit.NotIdentified, TransactionFit.RidgeSentence)
            : diagnosis.Stationary ? (FitExit.Converged, TransactionFit.ConvergedSentence) : (FitExit.Failed, TransactionFit.FailedSentence);
    }

    // Where nothing is known of drop-out rates, or nothing at all, nothing is known of their correlation.
    private FitReport<TModel> Untold<TOther>(FitReport<TOther> without, FitExit exit, string explanation)
        where TOther : class
    {
        double[] values = [.. without.Parameters.Select(p => p.Value)];
        bool usable = without.Exit != FitExit.Failed;
        TModel? model = usable ? Make(new(values[0], values[1], values[2], values[3]), values[4..], 0.0) : null;
        return without.Of(Name, model, exit, explanation, usable ? [.. without.Parameters.Select(p => p with { StandardError = null }), Correlation(0.0, null)] : []);
    }

    private FitReport<TModel> Report<TOther>(
        FitReport<TOther> without, Minimum best, double unit, double span, FitExit exit, string explanation, double[]? covariance, double condition)
        where TOther : class
    {
        double scale = Groups.TimeScale;
        int n = best.Point.Length, last = n - 1;
        ParetoNbdParameters named = Named(best.Point, scale);
        double[] coefficients = [.. Covariate.Select((covariate, k) => best.Point[4 + k] / Groups.Scale.Deviation[covariate])];

        // The correlation is unit times what it is for a kappa of 1, which depends on the parameters: the delta method.
        double[] logs = best.Point[..4];
        Jet one = new SarmanovLimits(span).OfOne(logs);
        double correlation = best.Point[last] * unit * one.Value;
        double[] turn = new double[n * n];
        for (int i = 0; i < last; i++)
        {
            turn[(i * n) + i] = i < 4 ? 1.0 : 1.0 / Groups.Scale.Deviation[Covariate[i - 4]];
            turn[(last * n) + i] = i < 4 ? best.Point[last] * unit * one.First[i] : 0.0;
        }

        turn[(n * n) - 1] = unit * one.Value;
        (_, double[]? moved) = LinearMap.Apply(turn, best.Point, covariance);
        double[] values = [named.R, named.Alpha, named.S, named.Beta, .. coefficients];
        double? Error(int i) => moved is null ? null : Math.Sqrt(moved[(i * n) + i]) * (i < 4 ? values[i] : 1.0);
        double penalty = 0.5 * Penalty * best.Point[4..last].Sum(g => g * g);
        return new(Name, exit == FitExit.Failed ? null : Make(named, coefficients, correlation), exit, explanation)
        {
            Parameters = [.. without.Parameters.Select((p, i) => p with { Value = values[i], StandardError = Error(i) }), Correlation(correlation, Error(last))],
            LogParameterCovariance = moved,
            LogLikelihood = (-best.Value * Groups.Customers) + penalty - (Groups.Purchases * Math.Log(scale)),
            Customers = without.Customers,
            Groups = Groups.Count,
            Evaluations = without.Evaluations + best.Evaluations,
            GradientNorm = best.FreeGradient,
            ConditionNumber = condition,
        };
    }

    private static ParameterEstimate Correlation(double value, double? error) => new("correlation", value, error) { IsCoefficient = true };

    private static ParetoNbdParameters Named(double[] point, double scale) =>
        new(Math.Exp(point[0]), scale * Math.Exp(point[1]), Math.Exp(point[2]), scale * Math.Exp(point[3]));
}
