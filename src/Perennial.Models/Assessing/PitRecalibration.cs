namespace Perennial.Models.Assessing;

/// <summary>A monotone map R of [0, 1] that turns predictive CDFs F into recalibrated ones R(F). Fitted on earlier origins than the one reported.</summary>
/// <remarks>
/// R is a mixture of the K beta distributions Beta(k, K + 1 - k): equal weights are the identity exactly. The weights maximise the likelihood of
/// the PIT intervals plus pseudo-customers spread evenly (shrinkage to identity); K is chosen by AIC from a short list that begins with the
/// identity, so that a right model is left alone but for noise of the order K / n.
/// </remarks>
public sealed class PitRecalibration
{
    private const int Cells = 256;
    private static readonly int[] Degrees = [2, 3, 4, 6, 8, 12, 16, 24];
    private readonly double[] _weights;

    private PitRecalibration(double[] weights) => _weights = weights;

    /// <summary>Gives the map that changes nothing.</summary>
    public static PitRecalibration Identity { get; } = new([1.0]);

    /// <summary>Tells whether the map changes nothing.</summary>
    public bool IsIdentity => _weights.Length == 1;

    /// <summary>Gives the weights of the beta components; a single 1 for the identity.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Makes the map from weights that were kept.</summary>
    /// <param name="weights">K positive weights that sum to 1.</param>
    public static PitRecalibration FromWeights(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        double sum = weights.Sum();
        if (weights.Count == 0 || weights.Any(w => !(w > 0)) || !(Math.Abs(sum - 1) < 1e-9))
        {
            throw new ArgumentException($"There are {weights.Count} weights that sum to {sum}. Weights are positive and sum to 1.", nameof(weights));
        }

        return new([.. weights]);
    }

    /// <summary>Fits the map.</summary>
    /// <param name="below">n values F(y-) of outcomes that are known.</param>
    /// <param name="atMost">n values F(y); equal to <paramref name="below"/> where the outcome has no atom.</param>
    /// <param name="shrinkage">Number of pseudo-customers who obey the model, at least 1.</param>
    public static PitRecalibration Fit(ReadOnlySpan<double> below, ReadOnlySpan<double> atMost, double shrinkage = 20)
    {
        Pit.Check(below, atMost);
        if (!(shrinkage >= 1) || !double.IsFinite(shrinkage))
        {
            throw new ArgumentOutOfRangeException(nameof(shrinkage), shrinkage, "Shrinkage is a finite number of pseudo-customers of at least 1.");
        }

        (int[] low, int[] high, double[] count) = Group(below, atMost);
        double identity = 0;
        for (int i = 0; i < low.Length; i++)
        {
            identity += count[i] * Math.Log((high[i] - low[i]) / (double)Cells);
        }

        PitRecalibration best = Identity;
        double bestScore = 0;
        foreach (int degree in Degrees)
        {
            double[] weights = Maximise(low, high, count, degree, shrinkage, out double likelihood);
            double score = likelihood - identity - (degree - 1);
            if (score > bestScore)
            {
                bestScore = score;
                best = new(weights);
            }
        }

        return best;
    }

    /// <summary>Gives R(F): the recalibrated chance of what the model gives chance F.</summary>
    /// <param name="probability">In [0, 1].</param>
    public double Forward(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is a number from 0 to 1.");
        }

        return IsIdentity ? probability : Mixture(_weights, probability);
    }

    /// <summary>Gives the level at which the model's own quantile is the recalibrated one of level <paramref name="level"/>: R inverse.</summary>
    /// <param name="level">In [0, 1].</param>
    public double Inverse(double level)
    {
        if (!(level >= 0 && level <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level is a number from 0 to 1.");
        }

        if (IsIdentity || level is 0 or 1)
        {
            return level;
        }

        double low = 0, high = 1;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Mixture(_weights, middle) < level ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    // The mixture is a Bernstein polynomial whose coefficients are the cumulated weights.
    private static double Mixture(ReadOnlySpan<double> weights, double u)
    {
        Span<double> basis = stackalloc double[weights.Length];
        Basis(weights.Length, u, basis);
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += weights[k] * basis[k];
        }

        return Math.Clamp(sum, 0, 1);
    }

    // Gives the CDFs of Beta(k, K + 1 - k), k = 1 … K: the chance of at least k successes of K.
    private static void Basis(int degree, double u, Span<double> cdf)
    {
        double tail = 0;
        for (int k = degree; k >= 1; k--)
        {
            double choose = 1;
            for (int j = 1; j <= k; j++)
            {
                choose *= (degree - k + j) / (double)j;
            }

            tail += choose * Math.Pow(u, k) * Math.Pow(1 - u, degree - k);
            cdf[k - 1] = tail;
        }
    }

    private static double[] Maximise(int[] low, int[] high, double[] count, int degree, double shrinkage, out double likelihood)
    {
        int n = low.Length;
        double[] mass = new double[n * degree];
        double[] edges = new double[(Cells + 1) * degree];
        for (int c = 0; c <= Cells; c++)
        {
            Basis(degree, c / (double)Cells, edges.AsSpan(c * degree, degree));
        }

        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < degree; k++)
            {
                mass[(i * degree) + k] = Math.Max(0, edges[(high[i] * degree) + k] - edges[(low[i] * degree) + k]);
            }
        }

        double[] weights = new double[degree], next = new double[degree];
        Array.Fill(weights, 1.0 / degree);
        double customers = count.Sum();
        likelihood = double.NegativeInfinity;
        for (int iteration = 0; iteration < 1000; iteration++)
        {
            double before = likelihood;
            Array.Fill(next, shrinkage / degree);
            likelihood = 0;
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<double> row = mass.AsSpan(i * degree, degree);
                double sum = 0;
                for (int k = 0; k < degree; k++)
                {
                    sum += weights[k] * row[k];
                }

                likelihood += count[i] * Math.Log(sum);
                double scale = count[i] / sum;
                for (int k = 0; k < degree; k++)
                {
                    next[k] += scale * weights[k] * row[k];
                }
            }

            for (int k = 0; k < degree; k++)
            {
                next[k] /= customers + shrinkage;
            }

            // A thousandth of a unit of log-likelihood over all customers is nothing that data could tell.
            if (Math.Abs(likelihood - before) < 1e-3)
            {
                break;
            }

            (weights, next) = (next, weights);
        }

        return weights;
    }

    // Intervals are rounded to cells of 1 / 256, so that the cost of a fit does not grow with the number of customers.
    private static (int[] Low, int[] High, double[] Count) Group(ReadOnlySpan<double> below, ReadOnlySpan<double> atMost)
    {
        SortedDictionary<(int Low, int High), double> groups = [];
        for (int i = 0; i < below.Length; i++)
        {
            int low = Math.Min((int)(below[i] * Cells), Cells - 1);
            int high = Math.Max((int)Math.Ceiling(atMost[i] * Cells), low + 1);
            groups[(low, high)] = groups.GetValueOrDefault((low, high)) + 1;
        }

        int[] lows = new int[groups.Count], highs = new int[groups.Count];
        double[] counts = new double[groups.Count];
        int row = 0;
        foreach (((int low, int high), double customers) in groups)
        {
            lows[row] = low;
            highs[row] = high;
            counts[row++] = customers;
        }

        return (lows, highs, counts);
    }
}
