namespace Perennial.Models.Posterior;

/// <summary>Which correlations of the posterior the sampler's mass matrix learns.</summary>
public enum MassMatrix
{
    /// <summary>All of them: best up to some dozens of parameters.</summary>
    Dense,

    /// <summary>None, only the scales: for many parameters.</summary>
    Diagonal,

    /// <summary>None beyond what the curvature at the mode says of them: for few parameters whose density is costly, where a short warm-up would learn less. Not for
    /// densities of your own, whose mode is not looked for.</summary>
    Curvature,
}

/// <summary>How draws are made. The result is a function of the target, these options and the seed, on any number of threads.</summary>
public sealed record PosteriorOptions
{
    /// <summary>Gives the number of independent chains.</summary>
    /// <value>4; at least 1, and at least 2 for R-hat to mean much.</value>
    public int Chains { get; init; } = 4;

    /// <summary>Gives the number of warm-up steps of a chain, which are thrown away.</summary>
    /// <value>500; at least 20.</value>
    public int WarmUp { get; init; } = 500;

    /// <summary>Gives the number of draws kept of a chain.</summary>
    /// <value>1000; at least 8.</value>
    public int Draws { get; init; } = 1000;

    /// <summary>Gives the seed.</summary>
    /// <value>1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gives the number of threads; it never changes a bit of the result.</summary>
    /// <value>0: all processors.</value>
    public int Threads { get; init; }

    /// <summary>Gives the mean acceptance the step size is tuned to; nearer to 1 for targets that diverge.</summary>
    /// <value>0.8; between 0.5 and 0.999.</value>
    public double TargetAcceptance { get; init; } = 0.8;

    /// <summary>Gives the largest number of doublings of a trajectory.</summary>
    /// <value>10; between 1 and 15.</value>
    public int MostDoublings { get; init; } = 10;

    /// <summary>Gives the form of the mass matrix.</summary>
    /// <value>Dense.</value>
    public MassMatrix MassMatrix { get; init; } = MassMatrix.Dense;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Chains, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WarmUp, 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(Draws, 8);
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (!(TargetAcceptance is >= 0.5 and <= 0.999))
        {
            throw new ArgumentOutOfRangeException(nameof(TargetAcceptance), TargetAcceptance, "The target acceptance lies between 0.5 and 0.999.");
        }

        if (MostDoublings is < 1 or > 15)
        {
            throw new ArgumentOutOfRangeException(nameof(MostDoublings), MostDoublings, "A trajectory doubles at most 1 to 15 times.");
        }
    }
}
