using Perennial.Models.Numerics;

namespace Perennial.Models.Posterior;

/// <summary>Tells from several chains of one quantity whether they found the same distribution and how much independent draws they are worth.</summary>
/// <remarks>A quantity that never changes has R-hat 1 and the effective size of its draws.</remarks>
/// <source paper="VehtariGelmanSimpsonCarpenterBurkner2021"/>
public static class ChainDiagnostics
{
    /// <summary>Gives the rank-normalised split R-hat, of place and of spread, whichever is worse: 1 is ideal, above 1.01 is not to be trusted.</summary>
    /// <param name="chains">Chains of equal length, at least 4 draws each.</param>
    public static double RHat(double[][] chains)
    {
        Check(chains);
        double median = Quantile(Sorted(chains), 0.5);
        double[][] folded = Array.ConvertAll(chains, c => Array.ConvertAll(c, v => Math.Abs(v - median)));
        return Math.Max(PlainRHat(RankNormalised(Split(chains))), PlainRHat(RankNormalised(Split(folded))));
    }

    /// <summary>Gives the effective sample size for the bulk of the distribution: means and medians.</summary>
    /// <param name="chains">Chains of equal length, at least 4 draws each.</param>
    public static double BulkEffectiveSize(double[][] chains)
    {
        Check(chains);
        return EffectiveSize(RankNormalised(Split(chains)));
    }

    /// <summary>Gives the effective sample size for the tails: the smaller of those of the 5 % and the 95 % quantile.</summary>
    /// <param name="chains">Chains of equal length, at least 4 draws each.</param>
    public static double TailEffectiveSize(double[][] chains)
    {
        Check(chains);
        double[] sorted = Sorted(chains);
        double At(double probability)
        {
            double quantile = Quantile(sorted, probability);
            return EffectiveSize(Split(Array.ConvertAll(chains, c => Array.ConvertAll(c, v => v <= quantile ? 1.0 : 0.0))));
        }

        return Math.Min(At(0.05), At(0.95));
    }

    /// <summary>Gives the effective sample size for the mean as such, without ranks: the standard error of the mean is sd / sqrt of it.</summary>
    /// <param name="chains">Chains of equal length, at least 4 draws each.</param>
    public static double MeanEffectiveSize(double[][] chains)
    {
        Check(chains);
        return EffectiveSize(Split(chains));
    }

    /// <summary>Gives the energy Bayesian fraction of missing information of a chain: below 0.3 momenta reach too few energies a step.</summary>
    /// <source paper="Betancourt2017"/>
    /// <param name="energies">The energy at each of at least two draws: finite numbers.</param>
    /// <exception cref="ArgumentException">There are fewer than two energies, or one is not finite.</exception>
    public static double EnergyFraction(double[] energies)
    {
        ArgumentNullException.ThrowIfNull(energies);
        if (energies.Length < 2 || !Array.TrueForAll(energies, double.IsFinite))
        {
            throw new ArgumentException($"There are {energies.Length} energies, or one is not a finite number. Give those of one chain, at least two draws.", nameof(energies));
        }

        double mean = energies.Average();
        double spread = energies.Sum(e => (e - mean) * (e - mean));
        double moves = 0.0;
        for (int i = 1; i < energies.Length; i++)
        {
            moves += (energies[i] - energies[i - 1]) * (energies[i] - energies[i - 1]);
        }

        return spread == 0.0 ? 1.0 : Histories.HistoryDoor.Finite(moves / spread, "energy fraction");
    }

    /// <summary>Gives the plain R-hat of chains as they are: sqrt of (all variance) / (variance within).</summary>
    internal static double PlainRHat(double[][] chains)
    {
        int n = chains[0].Length;
        double within = chains.Average(Variance);
        double between = chains.Length == 1 ? 0.0 : Variance([.. chains.Select(c => c.Average())]);
        return within == 0.0 ? (between == 0.0 ? 1.0 : double.MaxValue) : Math.Sqrt(((n - 1.0) / n) + (between / within));
    }

    /// <summary>Gives the effective sample size of chains as they are, by Geyer's initial monotone sequence of autocorrelations.</summary>
    internal static double EffectiveSize(double[][] chains)
    {
        int m = chains.Length;
        int n = chains[0].Length;
        double[] means = Array.ConvertAll(chains, c => c.Average());
        double Covariance(int lag)
        {
            double sum = 0.0;
            for (int k = 0; k < m; k++)
            {
                double[] c = chains[k];
                double part = 0.0;
                for (int i = 0; i + lag < n; i++)
                {
                    part += (c[i] - means[k]) * (c[i + lag] - means[k]);
                }

                sum += part / n;
            }

            return sum / m;
        }

        double atZero = Covariance(0);
        double within = atZero * n / (n - 1.0);
        double all = atZero + (m == 1 ? 0.0 : Variance(means));
        if (all == 0.0)
        {
            return (double)m * n;
        }

        // Sums of neighbouring autocorrelations are positive and fall; where noise breaks that, the sequence ends or is held down.
        double total = 0.0;
        double before = double.PositiveInfinity;
        for (int lag = 0; lag + 1 < n; lag += 2)
        {
            double even = lag == 0 ? 1.0 : 1.0 - ((within - Covariance(lag)) / all);
            double odd = 1.0 - ((within - Covariance(lag + 1)) / all);
            double pair = even + odd;
            if (pair <= 0.0)
            {
                // The last even term is kept where it is positive: better for chains that swing.
                total += Math.Max(0.5 * Math.Min(even, before), 0.0);
                break;
            }

            before = Math.Min(before, pair);
            total += before;
        }

        double draws = (double)m * n;
        return draws / Math.Max((2.0 * total) - 1.0, 1.0 / Math.Log10(draws));
    }

    /// <summary>Cuts each chain into halves; the middle draw of an odd number is left out.</summary>
    internal static double[][] Split(double[][] chains)
    {
        int half = chains[0].Length / 2;
        return [.. chains.SelectMany(c => (double[][])[c[..half], c[^half..]])];
    }

    /// <summary>Replaces draws by the normal scores of their ranks among all chains, ties by the mean rank.</summary>
    internal static double[][] RankNormalised(double[][] chains)
    {
        int n = chains[0].Length;
        int count = chains.Length * n;
        int[] order = [.. Enumerable.Range(0, count)];
        double[] keys = [.. chains.SelectMany(c => c)];
        Array.Sort(keys, order);
        double[][] scores = Array.ConvertAll(chains, _ => new double[n]);
        for (int start = 0; start < count;)
        {
            int end = start + 1;
            while (end < count && keys[end] == keys[start])
            {
                end++;
            }

            double rank = 0.5 * (start + 1 + end);
            double score = Normal.Quantile((rank - 0.375) / (count + 0.25));
            for (; start < end; start++)
            {
                scores[order[start] / n][order[start] % n] = score;
            }
        }

        return scores;
    }

    /// <summary>Gives a quantile of sorted numbers, between neighbours in proportion.</summary>
    internal static double Quantile(double[] sorted, double probability)
    {
        double at = probability * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1.0);
    }

    private static double[] Sorted(double[][] chains)
    {
        double[] all = [.. chains.SelectMany(c => c)];
        Array.Sort(all);
        return all;
    }

    private static void Check(double[][] chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        if (chains.Length == 0 || chains[0].Length < 4 || Array.Exists(chains, c => c.Length != chains[0].Length))
        {
            throw new ArgumentException("Chains are at least one, of equal length, with at least 4 draws each.", nameof(chains));
        }

        if (Array.Exists(chains, c => !Array.TrueForAll(c, double.IsFinite)))
        {
            throw new ArgumentException("A draw is not a finite number. Leave such draws out, or look for what made them.", nameof(chains));
        }
    }
}
