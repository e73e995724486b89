using System.Globalization;

namespace Perennial.Models.Posterior;

/// <summary>What the draws say of one parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mean">Posterior mean.</param>
/// <param name="StandardDeviation">Posterior standard deviation.</param>
/// <param name="Lower">5 % quantile.</param>
/// <param name="Median">Median.</param>
/// <param name="Upper">95 % quantile.</param>
/// <param name="RHat">Rank-normalised split R-hat; 1 is ideal.</param>
/// <param name="BulkEffectiveSize">Effective sample size for means and medians.</param>
/// <param name="TailEffectiveSize">Effective sample size for 5 % and 95 % quantiles.</param>
/// <param name="MeanError">Standard error of the mean from the finite number of draws.</param>
public sealed record PosteriorSummary(
    string Name,
    double Mean,
    double StandardDeviation,
    double Lower,
    double Median,
    double Upper,
    double RHat,
    double BulkEffectiveSize,
    double TailEffectiveSize,
    double MeanError);

/// <summary>Draws from a posterior, chain by chain, with their diagnostics.</summary>
public sealed class PosteriorDraws
{
    private readonly double[][] _chains;

    private PosteriorDraws(IReadOnlyList<string> names, double[][] chains)
    {
        Names = names;
        _chains = chains;
    }

    /// <summary>Gives the names of the parameters.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gives the number of chains.</summary>
    public int Chains => _chains.Length;

    /// <summary>Gives the number of draws of a chain.</summary>
    public int DrawsPerChain => _chains[0].Length / Names.Count;

    /// <summary>Gives the number of draws of all chains.</summary>
    public int Count => Chains * DrawsPerChain;

    /// <summary>Gives the priors that were used; empty where the target was given as a density.</summary>
    public IReadOnlyList<LogNormalPrior> Priors { get; init; } = [];

    /// <summary>Gives the priors of coefficients that were used; empty where there are none.</summary>
    public IReadOnlyList<NormalPrior> CoefficientPriors { get; init; } = [];

    /// <summary>Gives mean, spread, quantiles and diagnostics of each parameter.</summary>
    public IReadOnlyList<PosteriorSummary> Summaries { get; private init; } = [];

    /// <summary>Gives the number of steps after warm-up that fell off the target: any may mean that a part of it was not reached.</summary>
    public int Divergences { get; private init; }

    /// <summary>Gives the number of steps after warm-up stopped by the largest number of doublings.</summary>
    public int DeepTrajectories { get; private init; }

    /// <summary>Gives each chain's energy Bayesian fraction of missing information.</summary>
    public IReadOnlyList<double> EnergyFractions { get; private init; } = [];

    /// <summary>Gives each chain's tuned step size.</summary>
    public IReadOnlyList<double> StepSizes { get; private init; } = [];

    /// <summary>Gives the number of gradients evaluated after warm-up.</summary>
    public long Gradients { get; private init; }

    /// <summary>Gives what stands against using the draws, a sentence each; empty where nothing does.</summary>
    public IReadOnlyList<string> Complaints { get; private init; } = [];

    /// <summary>Tells whether nothing stands against using the draws.</summary>
    public bool IsTrustworthy => Complaints.Count == 0;

    /// <summary>Gives the parameters of one draw in the order of <see cref="Names"/>: what a model's <c>With</c> takes.</summary>
    /// <param name="index">0 … Count - 1, chain by chain.</param>
    public double[] Draw(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        int n = Names.Count;
        return _chains[index / DrawsPerChain].AsSpan(index % DrawsPerChain * n, n).ToArray();
    }

    /// <summary>Gives a number of draws spread evenly over all chains.</summary>
    /// <param name="count">1 … Count.</param>
    public double[][] Thin(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return [.. Enumerable.Range(0, count).Select(i => Draw((int)(((2L * i) + 1) * Count / (2L * count))))];
    }

    /// <summary>Gives the draws of one parameter, an array a chain.</summary>
    /// <param name="parameter">Its place in <see cref="Names"/>.</param>
    public double[][] Columns(int parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(parameter, Names.Count);
        return Array.ConvertAll(_chains, c => Column(c, parameter, Names.Count));
    }

    /// <summary>Makes draws from what the chains left.</summary>
    internal static PosteriorDraws Of(IReadOnlyList<string> names, ChainResult[] chains, Func<double[], double[]> view, PosteriorOptions options)
    {
        int from = chains[0].Draws.Length / options.Draws;
        double[][] seen = Array.ConvertAll(chains, c => Enumerable.Range(0, options.Draws).SelectMany(i => view(c.Draws[(i * from)..((i + 1) * from)])).ToArray());
        PosteriorSummary[] summaries = [.. names.Select((name, i) => Summary(name, Array.ConvertAll(seen, c => Column(c, i, names.Count))))];
        PosteriorDraws draws = new(names, seen)
        {
            Summaries = summaries,
            Divergences = chains.Sum(c => c.Divergences),
            DeepTrajectories = chains.Sum(c => c.Deep),
            EnergyFractions = [.. chains.Select(c => ChainDiagnostics.EnergyFraction(c.Energies))],
            StepSizes = [.. chains.Select(c => c.StepSize)],
            Gradients = chains.Sum(c => c.Gradients),
        };
        return draws.With(Complain(draws));
    }

    /// <summary>Gives the same draws with the priors behind them.</summary>
    internal PosteriorDraws With(IReadOnlyList<LogNormalPrior> priors, IReadOnlyList<NormalPrior>? onCoefficients = null) => Copy(Complaints, priors, onCoefficients ?? []);

    private static IEnumerable<string> Complain(PosteriorDraws draws)
    {
        if (draws.Divergences > 0)
        {
            yield return Text($"{draws.Divergences} of {draws.Count} steps diverged: part of the posterior may not have been reached. Raise the target acceptance.");
        }

        foreach (PosteriorSummary s in draws.Summaries)
        {
            if (s.RHat > 1.01)
            {
                yield return Text($"The chains disagree on {s.Name} (R-hat {s.RHat:F3}, at most 1.01). Make the warm-up and the chains longer.");
            }

            if (Math.Min(s.BulkEffectiveSize, s.TailEffectiveSize) < 100.0 * draws.Chains)
            {
                yield return Text(
                    $"The draws of {s.Name} are worth {Math.Min(s.BulkEffectiveSize, s.TailEffectiveSize):F0} independent ones, at least {100 * draws.Chains} are asked for. Draw more.");
            }
        }

        if (draws.EnergyFractions.Min() < 0.3)
        {
            yield return Text($"Energies are explored slowly (fraction {draws.EnergyFractions.Min():F2}, at least 0.3): the tails may be too long for the chains. State tighter priors.");
        }

        if (draws.DeepTrajectories > 0)
        {
            yield return Text($"{draws.DeepTrajectories} of {draws.Count} trajectories were cut off before they turned: draws are right but costly. Raise the largest number of doublings.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static PosteriorSummary Summary(string name, double[][] columns)
    {
        double[] all = [.. columns.SelectMany(c => c)];
        double mean = all.Average();
        double sd = Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1.0));
        Array.Sort(all);
        return new PosteriorSummary(
            name,
            mean,
            sd,
            ChainDiagnostics.Quantile(all, 0.05),
            ChainDiagnostics.Quantile(all, 0.5),
            ChainDiagnostics.Quantile(all, 0.95),
            ChainDiagnostics.RHat(columns),
            ChainDiagnostics.BulkEffectiveSize(columns),
            ChainDiagnostics.TailEffectiveSize(columns),
            sd / Math.Sqrt(ChainDiagnostics.MeanEffectiveSize(columns)));
    }

    private static double[] Column(double[] chain, int parameter, int width)
    {
        double[] column = new double[chain.Length / width];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = chain[(i * width) + parameter];
        }

        return column;
    }

    private PosteriorDraws With(IEnumerable<string> complaints) => Copy([.. complaints], Priors, CoefficientPriors);

    private PosteriorDraws Copy(IReadOnlyList<string> complaints, IReadOnlyList<LogNormalPrior> priors, IReadOnlyList<NormalPrior> onCoefficients) => new(Names, _chains)
    {
        Priors = priors,
        CoefficientPriors = onCoefficients,
        Summaries = Summaries,
        Divergences = Divergences,
        DeepTrajectories = DeepTrajectories,
        EnergyFractions = EnergyFractions,
        StepSizes = StepSizes,
        Gradients = Gradients,
        Complaints = complaints,
    };
}
