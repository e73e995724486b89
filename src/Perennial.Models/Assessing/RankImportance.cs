using Perennial.Models.Numerics;

namespace Perennial.Models.Assessing;

/// <summary>How much of an outcome's order each of a few factors goes with: the share of the R² of ranks, shared out by Shapley over all orders in which factors can enter.</summary>
/// <remarks>Association, not effect: a factor that goes with the outcome because a third thing moves both has its share too.</remarks>
/// <param name="RSquared">R² of the ranks of the outcome on the ranks of all factors, 0 to 1.</param>
/// <param name="Parts">What each factor adds to it; they add up to R².</param>
public sealed record RankImportance(double RSquared, IReadOnlyList<double> Parts)
{
    /// <summary>Gives the most factors: every set of them is fitted.</summary>
    public const int MostFactors = 12;

    // What factors that say the same share is shared evenly, and no set is singular.
    private const double Ridge = 1e-9;

    /// <summary>Shares R² out.</summary>
    /// <param name="factors">k columns of n finite numbers, k from 1 to <see cref="MostFactors"/>.</param>
    /// <param name="outcome">n finite numbers, n above k + 1.</param>
    /// <exception cref="ArgumentException">Columns differ in length, are too few rows, or hold what is no number.</exception>
    /// <source paper="LindemanMerendaGold1980"/>
    public static RankImportance Of(IReadOnlyList<double[]> factors, double[] outcome)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(outcome);
        int k = factors.Count, n = outcome.Length;
        if (k is < 1 or > MostFactors || n <= k + 1)
        {
            throw new ArgumentException($"There are {k} factors and {n} rows. There are 1 to {MostFactors} factors, and at least two rows more than factors.", nameof(factors));
        }

        double[][] columns = new double[k + 1][];
        for (int j = 0; j <= k; j++)
        {
            double[] column = j < k ? factors[j] : outcome;
            Columns.SameLength(column.Length, n, "importance");
            Columns.Finite(column, j < k ? $"factor {j}" : "the outcome");
            columns[j] = Standard(Ranking.MidRanks(column));
        }

        double[] explained = new double[1 << k];
        for (int set = 1; set < explained.Length; set++)
        {
            explained[set] = RSquaredOf(columns, [.. Enumerable.Range(0, k).Where(j => (set >> j & 1) == 1)], k);
        }

        double[] weight = [.. Enumerable.Range(0, k).Select(size => 1 / (k * Binomial(k - 1, size)))];
        double[] parts = new double[k];
        for (int j = 0; j < k; j++)
        {
            for (int set = 0; set < explained.Length; set++)
            {
                if ((set >> j & 1) == 0)
                {
                    parts[j] += weight[System.Numerics.BitOperations.PopCount((uint)set)] * (explained[set | 1 << j] - explained[set]);
                }
            }
        }

        return new(explained[^1], parts);
    }

    private static double RSquaredOf(double[][] columns, int[] used, int outcome)
    {
        int m = used.Length;
        double[] gram = new double[m * m], with = new double[m];
        for (int a = 0; a < m; a++)
        {
            for (int b = 0; b < m; b++)
            {
                gram[(a * m) + b] = Product(columns[used[a]], columns[used[b]]) + (a == b ? Ridge : 0);
            }

            with[a] = Product(columns[used[a]], columns[outcome]);
        }

        return Math.Clamp(Product(SquareMatrix.TimesVector(SquareMatrix.Inverse(gram, m), with), with), 0, 1);
    }

    // Length 1 and mean 0; a column of equals says nothing.
    private static double[] Standard(double[] ranks)
    {
        double mean = ranks.Average(), length = Math.Sqrt(ranks.Sum(rank => (rank - mean) * (rank - mean)));
        return Array.ConvertAll(ranks, rank => length == 0 ? 0 : (rank - mean) / length);
    }

    private static double Product(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Binomial(int n, int k)
    {
        double value = 1;
        for (int i = 0; i < k; i++)
        {
            value = value * (n - i) / (i + 1);
        }

        return value;
    }
}
