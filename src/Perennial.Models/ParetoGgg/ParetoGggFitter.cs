using Perennial.Models.Posterior;

namespace Perennial.Models.ParetoGgg;

/// <summary>Draws from the posterior of Pareto/GGG: as Pareto/NBD, but each customer buys with a regularity of their own.</summary>
/// <remarks>
/// Assumes: the time between purchases of a customer is gamma with shape k and mean 1 / lambda while alive, the lifetime exponential with rate mu;
/// k, lambda and mu gamma over customers and independent. For goods that run out, where some come like a clock and others in bursts. Needs the sum
/// of the logarithms of the gaps (<see cref="PurchaseHistories.LogGaps"/>). Not for contracts or seasons.
/// Everything that belongs to one customer is integrated out, so that the chains move in the six population parameters alone, by Hamiltonian
/// steps: draws are nearly independent, where chains that carry each customer's k, lambda and mu along creep.
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
public static class ParetoGggFitter
{
    /// <summary>The model's name.</summary>
    public const string Name = "pareto-ggg";

    private const int MostLearners = 3_000;

    /// <summary>Gives how draws are made unless stated otherwise: four chains of 80 warm-up steps and 300 draws, acceptance 0.75, the mode's curvature for a mass matrix.</summary>
    /// <remarks>
    /// The chains start around the mode and need a warm-up for the step size alone. What a short warm-up learns of six correlations is worse than the
    /// curvature: it halves the step size. Longer steps, accepted less often, give the most independent draws a second here.
    /// </remarks>
    public static PosteriorOptions DefaultOptions { get; } = new() { WarmUp = 80, Draws = 300, TargetAcceptance = 0.75, MassMatrix = MassMatrix.Curvature };

    /// <summary>Finds the mode of the posterior under weak priors: one set of parameters, in seconds.</summary>
    /// <remarks>
    /// The likelihood alone may rise for ever, where everybody is equally regular (t and gamma grow together) or drop-out has one steady rate (s and beta do).
    /// Where there are more than 3,000 customers every k-th teaches it, in the order given.
    /// </remarks>
    /// <param name="histories">n customers with their log gaps, a row each or equal ones together; not means of different ones.</param>
    /// <param name="threads">Threads to use; 0 for all processors.</param>
    /// <returns>A report with standard errors from the curvature of the posterior; <see cref="FitExit.NotIdentified"/> where a parameter rests on its prior.</returns>
    /// <exception cref="ArgumentException">The histories have no log gaps, or no customer says anything.</exception>
    public static FitReport<ParetoGggModel> Fit(PurchaseHistories histories, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ParetoGggRows.Gaps(histories);
        int step = 1 + ((histories.Count - 1) / MostLearners);
        PurchaseHistories learners = Every(histories, step);
        if (Refusal(learners) is { } refusal)
        {
            return new(Name, null, FitExit.Failed, refusal) { Customers = histories.Count };
        }

        FitReport<ParetoGggModel> report = PosteriorTarget.OfParetoGgg(learners, null, threads).AtMode(values => new ParetoGggModel(ParetoGggParameters.Of(values), histories.Unit));
        return step == 1 ? report : report.With([], $" Learned from one customer in {step}: {learners.Count} of {histories.Count}.");
    }

    /// <summary>Draws from the posterior.</summary>
    /// <param name="histories">n customers with their log gaps; equal rows are grouped here.</param>
    /// <param name="priors">Priors by the names t, gamma, r, alpha, s, beta; the others are the weak ones of <see cref="PosteriorTarget"/>.</param>
    /// <param name="options">Options, or null for <see cref="DefaultOptions"/>.</param>
    /// <returns>The posterior; look at its draws' complaints before using it.</returns>
    /// <exception cref="ArgumentException">The histories have no log gaps, or no customer says anything.</exception>
    public static ParetoGggPosterior Sample(PurchaseHistories histories, IReadOnlyList<LogNormalPrior>? priors = null, PosteriorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return new ParetoGggPosterior(PosteriorTarget.OfParetoGgg(histories, priors).Sample(options ?? DefaultOptions), histories.Unit);
    }

    private static string? Refusal(PurchaseHistories histories) =>
        histories.Count == 0 ? "There are no customers to learn from."
        : Array.TrueForAll(histories.T, age => age == 0) ? "Every customer is of age 0: nothing is known of any. Take a later as-of day."
        : Array.TrueForAll(histories.Frequency, x => x == 0) ? "Nobody has bought twice, so nothing is known of rates and rhythms."
        : null;

    private static PurchaseHistories Every(PurchaseHistories histories, int step)
    {
        return step == 1 ? histories : new(
            Take(histories.Frequency), Take(histories.Recency), Take(histories.T), histories.Unit,
            histories.Weight is { } weight ? Take(weight) : null, histories.LogGaps is { } gaps ? Take(gaps) : null);

        T[] Take<T>(T[] column) => [.. column.Where((_, i) => i % step == 0)];
    }
}
