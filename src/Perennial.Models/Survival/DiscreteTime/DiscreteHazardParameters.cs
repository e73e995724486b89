namespace Perennial.Models.Survival.DiscreteTime;

/// <summary>All that a fitted discrete-time hazard is made of: plain columns, which any format can hold.</summary>
public sealed record DiscreteHazardParameters
{
    /// <summary>Gives the link.</summary>
    public required HazardLink Link { get; init; }

    /// <summary>Gives the shape of the baseline.</summary>
    public required HazardBaseline Baseline { get; init; }

    /// <summary>Gives the linked hazard where covariates are 0: of each of <see cref="Periods"/>, or the factors of 1, period, period², … of a polynomial.</summary>
    public required double[] Levels { get; init; }

    /// <summary>Gives the periods that have a level of their own, rising from 1; none for a polynomial.</summary>
    public int[] Periods { get; init; } = [];

    /// <summary>Gives the periods in which nobody left, rising: their hazard is 0. None for a polynomial.</summary>
    public int[] NobodyLeft { get; init; } = [];

    /// <summary>Gives the periods in which everybody left, rising: their hazard is 1. None for a polynomial.</summary>
    public int[] EverybodyLeft { get; init; } = [];

    /// <summary>Gives the names of the covariates; may be none.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>Gives the change of the linked hazard for one unit of each covariate.</summary>
    public double[] Coefficients { get; init; } = [];

    /// <summary>Gives the covariance of levels and coefficients, row by row, or null where there is none.</summary>
    public double[]? Covariance { get; init; }

    /// <summary>Gives every period that was seen.</summary>
    internal IEnumerable<int> Seen => Periods.Concat(NobodyLeft).Concat(EverybodyLeft);

    /// <summary>Refuses what does not fit together.</summary>
    internal void Check()
    {
        if (!Enum.IsDefined(Link) || !Enum.IsDefined(Baseline))
        {
            throw new ArgumentException($"The link is {Link}, the baseline {Baseline}. Links are Logit and Cloglog, baselines EachPeriod and Polynomial.");
        }

        SurvivalParameters.Coefficients(Names, Coefficients);
        SurvivalParameters.Finite(Levels, nameof(Levels));
        SurvivalParameters.Covariance(Covariance, Levels.Length + Coefficients.Length);
        ArgumentNullException.ThrowIfNull(Periods);
        ArgumentNullException.ThrowIfNull(NobodyLeft);
        ArgumentNullException.ThrowIfNull(EverybodyLeft);
        bool each = Baseline == HazardBaseline.EachPeriod;
        if (each ? Periods.Length != Levels.Length || Levels.Length == 0 : Levels.Length == 0 || Seen.Any())
        {
            throw new ArgumentException(each
                ? $"There are {Periods.Length} periods and {Levels.Length} levels. Give one level a period, at least one."
                : $"A polynomial has {Levels.Length} levels and {Seen.Count()} periods. It has at least the level at 0, and no periods.");
        }

        if (Seen.Distinct().Count() != Seen.Count() || Seen.Any(period => period < 1) || ((int[][])[Periods, NobodyLeft, EverybodyLeft]).Any(some => !some.SequenceEqual(some.Order())))
        {
            throw new ArgumentException($"The periods are {string.Join(", ", Seen)}. Each is at least 1 and stands once, and they rise.");
        }
    }
}
