using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.Posterior;

/// <summary>Draws from any smooth density on R^n by Hamiltonian Monte Carlo without U-turns.</summary>
/// <remarks>
/// Step size by dual averaging, mass matrix (dense or diagonal) from windows of the warm-up, several chains, each from a random stream of its own:
/// the same seed gives the same draws on any number of threads. Look at <see cref="PosteriorDraws.Complaints"/> before using the draws.
/// For the parameters of a model of this library use <see cref="PosteriorTarget"/>, which brings starts, scales and priors.
/// </remarks>
/// <source paper="HoffmanGelman2014"/>
public static class HamiltonianSampler
{
    private const int MostTries = 100;

    /// <summary>Draws.</summary>
    /// <param name="target">The log-density; called from several threads at once, so it must not keep state.</param>
    /// <param name="names">n names, for reading the result.</param>
    /// <param name="start">n numbers near where the density is high; chains start within 2 of it in every direction.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">No starting point with a positive density was found within 2 of <paramref name="start"/>.</exception>
    public static PosteriorDraws Sample(LogDensity target, IReadOnlyList<string> names, double[] start, PosteriorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(start);
        if (names.Count != start.Length || start.Length == 0)
        {
            throw new ArgumentException($"There are {names.Count} names for {start.Length} numbers. Give one each, at least one.", nameof(names));
        }

        return Sample(target, names, random => [.. start.Select(v => v + (4.0 * random.NextDouble()) - 2.0)], Whitening.Identity(start.Length), v => v, options);
    }

    /// <summary>Draws with starts, a first mass matrix and a view of the points of the caller's.</summary>
    internal static PosteriorDraws Sample(
        LogDensity target, IReadOnlyList<string> names, Func<Pcg64, double[]> start, Whitening scale, Func<double[], double[]> view, PosteriorOptions? options)
    {
        options ??= new PosteriorOptions();
        options.Check();
        Pcg64[] random = [.. Enumerable.Range(0, options.Chains).Select(chain => new Pcg64(options.Seed, (ulong)chain))];
        double[][] starts = Array.ConvertAll(random, r => Start(target, start, r));
        ChainResult[] chains = new ChainResult[options.Chains];
        Blocks.Run(options.Chains, options.Threads, 1, (chain, _) => chains[chain] = HamiltonianChain.Run(target, starts[chain], scale, options, random[chain]));
        return PosteriorDraws.Of(names, chains, view, options);
    }

    private static double[] Start(LogDensity target, Func<Pcg64, double[]> start, Pcg64 random)
    {
        for (int i = 0; i < MostTries; i++)
        {
            double[] point = start(random);
            double[] gradient = new double[point.Length];
            if (double.IsFinite(target(point, gradient)) && Array.TrueForAll(gradient, double.IsFinite))
            {
                return point;
            }
        }

        throw new ArgumentException(
            $"No starting point with a positive density was found in {MostTries} tries. Start nearer to where the density is high.", nameof(start));
    }
}
