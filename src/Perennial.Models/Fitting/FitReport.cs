namespace Perennial.Models;

/// <summary>How a fit ended.</summary>
public enum FitExit
{
    /// <summary>Gradient vanishes, the Hessian is positive definite: an interior optimum.</summary>
    Converged,

    /// <summary>The likelihood rises to an edge that has a meaning, such as "no drop-out identifiable"; the limit model can be scored.</summary>
    Boundary,

    /// <summary>A ridge: different parameters explain the data equally well. Predictions may be used with care, parameters may not be read.</summary>
    NotIdentified,

    /// <summary>No usable optimum. Cannot be scored.</summary>
    Failed,
}

/// <summary>One fitted parameter with its uncertainty.</summary>
/// <param name="Name">The paper's name in lower case: r, alpha, a, b, s, beta, p, q, gamma.</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">From the inverse observed information; null where the fit did not converge in the interior.</param>
public sealed record ParameterEstimate(string Name, double Value, double? StandardError)
{
    /// <summary>Tells a regression coefficient, which may be negative and whose covariance is its own, from a parameter, whose covariance is that of its logarithm.</summary>
    public bool IsCoefficient { get; init; }
}

/// <summary>The report of a fit: the exit, the estimates, the diagnostics and, where it may be used, the fitted model.</summary>
/// <typeparam name="TModel">The fitted model: a type of its own, so that an unfitted or failed one cannot be scored by accident.</typeparam>
public sealed class FitReport<TModel>
    where TModel : class
{
    private readonly TModel? _model;

    /// <summary>Makes a report.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="model">The fitted model, or null where it may not be used.</param>
    /// <param name="exit">How the fit ended.</param>
    /// <param name="explanation">A sentence on it.</param>
    public FitReport(string name, TModel? model, FitExit exit, string explanation)
    {
        Name = name;
        _model = model;
        Exit = exit;
        Explanation = explanation;
    }

    /// <summary>Gives the model's name: bg-nbd, pareto-nbd, gamma-gamma.</summary>
    public string Name { get; }

    /// <summary>Gives how the fit ended.</summary>
    public FitExit Exit { get; }

    /// <summary>Gives a sentence on the exit: which parameter, what it means, what to do.</summary>
    public string Explanation { get; }

    /// <summary>Gives the estimates in the paper's order.</summary>
    public IReadOnlyList<ParameterEstimate> Parameters { get; init; } = [];

    /// <summary>Gives what was chosen among whole numbers and so has no standard error, such as k; empty for most models.</summary>
    public IReadOnlyList<ParameterEstimate> WholeParameters { get; init; } = [];

    /// <summary>Gives the covariance matrix of the logarithms of the parameters (of coefficients themselves), row by row, or null where it does not exist.</summary>
    public double[]? LogParameterCovariance { get; init; }

    /// <summary>Gives the log-likelihood in the unit of the histories, over all customers (weights counted).</summary>
    public double LogLikelihood { get; init; }

    /// <summary>Gives the number of customers (sum of weights).</summary>
    public double Customers { get; init; }

    /// <summary>Gives the number of distinct histories the fit worked on.</summary>
    public int Groups { get; init; }

    /// <summary>Gives the number of likelihood evaluations.</summary>
    public int Evaluations { get; init; }

    /// <summary>Gives the largest gradient component in log parameters per customer at the end; 0 is ideal.</summary>
    public double GradientNorm { get; init; }

    /// <summary>Gives the condition number of the Hessian in log parameters.</summary>
    public double ConditionNumber { get; init; }

    /// <summary>Tells whether the fit may be scored.</summary>
    public bool IsUsable => _model is not null;

    /// <summary>Gives the same report of the model as one of its base types.</summary>
    /// <typeparam name="TBase">An interface or base class of the model.</typeparam>
    /// <exception cref="InvalidCastException">The model is no <typeparamref name="TBase"/>.</exception>
    public FitReport<TBase> As<TBase>()
        where TBase : class => Copy(Name, (TBase?)(object?)_model, Exit, Explanation, Parameters, WholeParameters, LogParameterCovariance);

    /// <summary>Gives the fitted model.</summary>
    /// <exception cref="ConvergenceException">The fit has no usable model.</exception>
    public TModel Model => _model ?? throw new ConvergenceException($"The {Name} fit ended as {Exit}: {Explanation}");

    /// <summary>Makes the same report of a model that carries this one.</summary>
    internal FitReport<TOther> Map<TOther>(Func<TModel, TOther> carry)
        where TOther : class => Copy(Name, _model is null ? null : carry(_model), Exit, Explanation, Parameters, WholeParameters, LogParameterCovariance);

    /// <summary>Makes the same report with what was chosen among whole numbers, and more to say.</summary>
    internal FitReport<TModel> With(IReadOnlyList<ParameterEstimate> whole, string more) =>
        Copy(Name, _model, Exit, Explanation + more, Parameters, whole, LogParameterCovariance);

    /// <summary>Makes the report of a model that this fit is the last word on, though not its own: the numbers of the search, and no covariance.</summary>
    internal FitReport<TOther> Of<TOther>(string name, TOther? model, FitExit exit, string explanation, IReadOnlyList<ParameterEstimate> parameters)
        where TOther : class => Copy(name, model, exit, explanation, parameters, [], null);

    private FitReport<TOther> Copy<TOther>(
        string name, TOther? model, FitExit exit, string explanation, IReadOnlyList<ParameterEstimate> parameters, IReadOnlyList<ParameterEstimate> whole, double[]? covariance)
        where TOther : class => new(name, model, exit, explanation)
        {
            Parameters = parameters,
            WholeParameters = whole,
            LogParameterCovariance = covariance,
            LogLikelihood = LogLikelihood,
            Customers = Customers,
            Groups = Groups,
            Evaluations = Evaluations,
            GradientNorm = GradientNorm,
            ConditionNumber = ConditionNumber,
        };
}

/// <summary>Thrown when a fit without a usable optimum is about to be scored.</summary>
public sealed class ConvergenceException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was found, and what to do.</param>
    public ConvergenceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ConvergenceException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was found, and what to do.</param>
    /// <param name="innerException">What lies behind it.</param>
    public ConvergenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Thrown when histories and model, or model and rate, differ in time unit.</summary>
public sealed class UnitMismatchException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was found, and what to do.</param>
    public UnitMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public UnitMismatchException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was found, and what to do.</param>
    /// <param name="innerException">What lies behind it.</param>
    public UnitMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
