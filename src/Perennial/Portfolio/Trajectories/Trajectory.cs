namespace Perennial.Portfolio.Trajectories;

/// <summary>Where a customer may stand when the horizon ends. What "above" and "below" are is said by <see cref="Kernel.TrajectoryRules"/>.</summary>
public enum Trajectory
{
    /// <summary>Nothing is said: the customer has left already, or nothing is predicted.</summary>
    Unknown,

    /// <summary>Brings more than now.</summary>
    Expansion,

    /// <summary>Brings about as much.</summary>
    Stable,

    /// <summary>Brings less, and is there.</summary>
    Contraction,

    /// <summary>Is gone; without a subscription: buys nothing.</summary>
    Churn,
}

/// <summary>Which way a customer goes, and whether that is clear.</summary>
public enum TrajectoryDirection
{
    /// <summary>Nothing is said.</summary>
    Unknown,

    /// <summary>Up and down are about as likely, and staying is less so.</summary>
    Undecided,

    /// <summary>Contraction and churn together are likelier than all else.</summary>
    StrongNegative,

    /// <summary>Down rather than up, and rather than staying.</summary>
    Declining,

    /// <summary>Staying as it is is likeliest.</summary>
    Stable,

    /// <summary>Up rather than down, and rather than staying.</summary>
    Positive,

    /// <summary>Expansion is likelier than all else.</summary>
    StrongPositive,
}

/// <summary>The chances of the four trajectories; they add up to one.</summary>
/// <param name="Expansion">Chance of expansion, 0 to 1.</param>
/// <param name="Stable">Chance of staying as it is.</param>
/// <param name="Contraction">Chance of contraction.</param>
/// <param name="Churn">Chance to be gone.</param>
public readonly record struct TrajectoryChances(double Expansion, double Stable, double Contraction, double Churn)
{
    /// <summary>Gives what stands where nothing is said.</summary>
    public static TrajectoryChances Unknown => new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Tells whether something is said.</summary>
    public bool IsKnown => !double.IsNaN(Churn);

    /// <summary>Gives the likeliest; of equals the one that stands first: stable, churn, contraction, expansion.</summary>
    public Trajectory Likeliest => !IsKnown ? Trajectory.Unknown
        : Stable >= Math.Max(Churn, Math.Max(Contraction, Expansion)) ? Trajectory.Stable
        : Change;

    /// <summary>Gives the likeliest change; of equals the one that stands first: churn, contraction, expansion.</summary>
    public Trajectory Change => !IsKnown ? Trajectory.Unknown
        : Churn >= Math.Max(Contraction, Expansion) ? Trajectory.Churn
        : Contraction >= Expansion ? Trajectory.Contraction
        : Trajectory.Expansion;

    /// <summary>Gives one chance.</summary>
    public double Of(Trajectory one) => one switch
    {
        Trajectory.Expansion => Expansion,
        Trajectory.Stable => Stable,
        Trajectory.Contraction => Contraction,
        Trajectory.Churn => Churn,
        _ => double.NaN,
    };

    /// <summary>Gives the direction: strong where down (contraction and churn), or up, reaches a share; else stable where that is likeliest; else up or down where one leads by a margin; else undecided.</summary>
    /// <param name="strong">The share, above a half or equal to it.</param>
    /// <param name="margin">The margin.</param>
    public TrajectoryDirection Direction(double strong, double margin)
    {
        double down = Contraction + Churn;
        return !IsKnown ? TrajectoryDirection.Unknown
            : down >= strong ? TrajectoryDirection.StrongNegative
            : Expansion >= strong ? TrajectoryDirection.StrongPositive
            : Stable >= Math.Max(Expansion, down) ? TrajectoryDirection.Stable
            : Math.Abs(Expansion - down) < margin ? TrajectoryDirection.Undecided
            : down > Expansion ? TrajectoryDirection.Declining
            : TrajectoryDirection.Positive;
    }

    /// <summary>Gives the chances of who stays with a chance, and then goes one of three ways.</summary>
    /// <param name="churn">Chance to be gone.</param>
    /// <param name="expansion">Share of expansion among those who stay.</param>
    /// <param name="contraction">Share of contraction among them.</param>
    public static TrajectoryChances Staying(double churn, double expansion, double contraction)
    {
        double stay = Math.Clamp(1 - churn, 0, 1), up = stay * expansion, down = stay * contraction;
        return new(up, Math.Max(0, stay - up - down), down, 1 - stay);
    }
}
