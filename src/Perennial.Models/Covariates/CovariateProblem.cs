using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.Covariates;

/// <summary>What a fit with covariates minimises, in the logarithms of the parameters at the mean covariates and in coefficients on standardised ones.</summary>
internal sealed record CovariateProblem
{
    /// <summary>Gives the number of distinct customers.</summary>
    public required int Count { get; init; }

    /// <summary>Gives the number of customers.</summary>
    public required double Customers { get; init; }

    /// <summary>Gives the number of repeat purchases.</summary>
    public required double Purchases { get; init; }

    /// <summary>Gives the length of the internal time unit in the unit of the histories.</summary>
    public required double TimeScale { get; init; }

    /// <summary>Gives how covariates were standardised.</summary>
    public required StandardScale Scale { get; init; }

    /// <summary>Gives, for each coefficient, its covariate and what it moves.</summary>
    public required CovariateTerm[] Terms { get; init; }

    /// <summary>Gives how many of the model's own starts to try beside the fit without covariates, which tried them all.</summary>
    public required int OtherStarts { get; init; }

    /// <summary>Gives the mean negative log-likelihood with the penalty.</summary>
    public required SmoothFunction Full { get; init; }

    /// <summary>Makes the same of at most so many distinct customers.</summary>
    public required Func<int, SmoothFunction> Thinned { get; init; }
}
