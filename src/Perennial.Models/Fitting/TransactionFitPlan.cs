namespace Perennial.Models.Fitting;

/// <summary>What is a model's own in a fit of purchases by maximum likelihood: its parameters, its likelihood, where to start and what its edges mean.</summary>
/// <remarks>The first two parameters of every model are shape and rate of the purchase rates, r and alpha.</remarks>
/// <typeparam name="TModel">The fitted model.</typeparam>
internal sealed record TransactionFitPlan<TModel>
    where TModel : class
{
    /// <summary>Gives the model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the parameters in the paper's order.</summary>
    public required IReadOnlyList<FittedParameter> Parameters { get; init; }

    /// <summary>Gives starts for a rate of repeat purchases a customer and internal time unit; parameters in that unit.</summary>
    public required Func<double, double[][]> Starts { get; init; }

    /// <summary>Gives a start to try first, in the unit of the histories, or null.</summary>
    public double[]? Start { get; init; }

    /// <summary>Makes the mean negative log-likelihood in the logarithms of the parameters on a number of threads.</summary>
    public required Func<HistoryGroups, int, SmoothFunction> Objective { get; init; }

    /// <summary>Makes the model from parameters in the unit of the histories.</summary>
    public required Func<double[], TModel> Make { get; init; }

    /// <summary>Gives the number of threads; 0 for all processors.</summary>
    public int Threads { get; init; }

    /// <summary>Gives where drop-out cannot be told from none.</summary>
    public required NoDropout NoDropout { get; init; }

    /// <summary>Gives the edges that mean something, told apart by the parameters in the internal unit; the first that holds is said.</summary>
    public required IReadOnlyList<MeaningfulEdge> Edges { get; init; }
}

/// <summary>One parameter of a model as its fit sees it.</summary>
/// <param name="Name">The paper's name in lower case.</param>
/// <param name="TimePower">How it scales with the unit of time: 1 for a time, -1 for a rate of growth, 0 for a number.</param>
/// <param name="Lower">The lowest logarithm searched.</param>
/// <param name="Upper">The highest logarithm searched.</param>
internal sealed record FittedParameter(string Name, int TimePower, double Lower, double Upper)
{
    /// <summary>The logarithm beyond which a number without a unit is as good as none or as endless.</summary>
    public const double LargestLog = 14.0;

    // In standard deviations of a covariate; beyond, neighbours differ by e^30.
    private const double LargestCoefficient = 30.0;

    /// <summary>Tells a regression coefficient, which is searched itself, from a parameter, whose logarithm is.</summary>
    public bool IsCoefficient { get; init; }

    /// <summary>Gives what a coefficient is believed to be before the data, where it is searched.</summary>
    public double Centre { get; init; }

    /// <summary>Gives how far from there it may lie: a standard deviation, or null for that of all coefficients.</summary>
    public double? Spread { get; init; }

    /// <summary>Tells a parameter whose bounds depend on the others; it is believed to lie anywhere between them alike, which its surface holds already.</summary>
    public bool IsBounded { get; init; }

    /// <summary>Makes a coefficient of a standardised covariate.</summary>
    public static FittedParameter Coefficient(string name) => new(name, 0, -LargestCoefficient, LargestCoefficient) { IsCoefficient = true };

    /// <summary>Makes a parameter without a unit.</summary>
    public static FittedParameter Number(string name) => new(name, 0, -LargestLog, LargestLog);

    /// <summary>Makes alpha, the rate of the purchase rates, in the unit of time.</summary>
    public static FittedParameter Alpha { get; } = new("alpha", 1, -20.0, 18.0);

    /// <summary>Makes another time.</summary>
    public static FittedParameter Time(string name) => new(name, 1, -LargestLog, 18.0);

    /// <summary>Gives one internal unit of the parameter in the unit of the histories.</summary>
    public double Unit(double timeScale) => TimePower switch
    {
        0 => 1.0,
        1 => timeScale,
        _ => Math.Pow(timeScale, TimePower),
    };
}

/// <summary>The limit in which nobody drops out: one parameter goes to zero, another then says nothing.</summary>
/// <param name="Parameter">The name of the parameter that goes to zero.</param>
/// <param name="At">Where parameters are held while the others are fitted with drop-out all but impossible; null for those fitted.</param>
/// <param name="IsNear">Tells from the parameters in the internal unit whether the limit is worth a try.</param>
internal sealed record NoDropout(string Parameter, double?[] At, Func<double[], bool> IsNear)
{
    /// <summary>As good as none.</summary>
    public const double Never = 1e-9;

    /// <summary>Says what it means.</summary>
    public string Sentence =>
        $"No drop-out identifiable: the likelihood is highest where nobody ever drops out ({Parameter} -> 0). The model returned is the NBD, every customer "
        + "alive. Give it a longer history before trusting lifetimes.";
}

/// <summary>An edge of the parameters that has a meaning.</summary>
/// <param name="Holds">Tells from the parameters in the internal unit.</param>
/// <param name="Sentence">What it means and what to do.</param>
internal sealed record MeaningfulEdge(Func<double[], bool> Holds, string Sentence)
{
    /// <summary>Beyond this a parameter, or its inverse, is at its edge.</summary>
    public const double Far = 1e4;

    /// <summary>Below this it is.</summary>
    public const double Near = 1.0 / Far;
}
