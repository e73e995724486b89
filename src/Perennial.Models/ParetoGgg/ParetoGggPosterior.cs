using Perennial.Models.Posterior;

namespace Perennial.Models.ParetoGgg;

/// <summary>What histories say of a population that follows Pareto/GGG: draws of its parameters, and predictions that are means over them.</summary>
public sealed class ParetoGggPosterior
{
    /// <summary>Takes draws of (t, gamma, r, alpha, s, beta).</summary>
    internal ParetoGggPosterior(PosteriorDraws draws, TimeUnit unit)
    {
        Draws = draws;
        Unit = unit;
    }

    /// <summary>Gives the draws of the population parameters with their diagnostics.</summary>
    public PosteriorDraws Draws { get; }

    /// <summary>Gives the unit of Alpha, Beta and all times.</summary>
    public TimeUnit Unit { get; }
}
