namespace Perennial.Models.Assessing;

/// <summary>Spearman's correlation with its interval.</summary>
/// <param name="Value">The correlation of mid-ranks, -1 to 1; 0 where a column is constant.</param>
/// <param name="Low">Lower end of the confidence interval.</param>
/// <param name="High">Upper end of the confidence interval.</param>
/// <param name="Count">Rows it rests on.</param>
public readonly record struct RankCorrelation(double Value, double Low, double High, int Count)
{
    /// <summary>Tells whether the interval leaves 0 out.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}

/// <summary>One slice of the customers by prediction.</summary>
/// <param name="Predicted">Mean prediction in the slice.</param>
/// <param name="Actual">Mean outcome in the slice; tied customers at its border count by fractions.</param>
public readonly record struct RankedSlice(double Predicted, double Actual);

/// <summary>Whether the right customers were ranked first. Ties get mid-ranks and fractional credit, so that row order never matters.</summary>
public static class Ranking
{
    /// <summary>Gives the ranks 1 … n by rising value; tied values share the mean of their ranks.</summary>
    /// <param name="values">n finite numbers.</param>
    /// <returns>n ranks in the order given.</returns>
    public static double[] MidRanks(ReadOnlySpan<double> values)
    {
        Columns.Finite(values, nameof(values));
        int n = values.Length;
        double[] keys = values.ToArray(), ranks = new double[n];
        int[] order = Order(keys);
        for (int start = 0, end; start < n; start = end)
        {
            for (end = start + 1; end < n && keys[end] == keys[start]; end++)
            {
            }

            for (int k = start; k < end; k++)
            {
                ranks[order[k]] = (start + 1 + end) / 2.0;
            }
        }

        return ranks;
    }

    /// <summary>Gives Spearman's correlation of two columns with its confidence interval.</summary>
    /// <source paper="BonettWright2000"/>
    /// <param name="first">n values.</param>
    /// <param name="second">n values.</param>
    /// <param name="confidence">Level of the interval, in (0, 1).</param>
    /// <remarks>Fisher's z with the variance (1 + r^2 / 2) / (n - 3); below n = 4 the interval is [-1, 1].</remarks>
    public static RankCorrelation Spearman(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidence = 0.95)
    {
        Columns.Pair(first, nameof(first), second, nameof(second), "Spearman's correlation");
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence level lies between 0 and 1, such as 0.95.");
        }

        int n = first.Length;
        double xy = Covariance(MidRanks(first), MidRanks(second), out double xx, out double yy);
        if (xx == 0 || yy == 0)
        {
            return new(0, -1, 1, n);
        }

        double r = Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
        if (n < 4 || Math.Abs(r) == 1)
        {
            return new(r, n < 4 ? -1 : r, n < 4 ? 1 : r, n);
        }

        double half = Numerics.Normal.Quantile((1 + confidence) / 2) * Math.Sqrt((1 + (r * r / 2)) / (n - 3));
        return new(r, Math.Tanh(Math.Atanh(r) - half), Math.Tanh(Math.Atanh(r) + half), n);
    }

    /// <summary>Gives the mean outcome of slices of equally many customers, the highest predictions first.</summary>
    /// <param name="predicted">n predictions.</param>
    /// <param name="actual">n outcomes.</param>
    /// <param name="slices">Number of slices, 10 for deciles.</param>
    /// <remarks>Slices hold n / slices customers exactly: a customer on a border, or a group of ties across it, counts by fractions.</remarks>
    public static RankedSlice[] Slices(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, int slices = 10)
    {
        Columns.Pair(predicted, nameof(predicted), actual, nameof(actual), "slices");
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 1);
        int n = predicted.Length;
        double[] keys = predicted.ToArray();
        int[] order = Order(keys);
        double[] sumPredicted = new double[slices], sumActual = new double[slices];
        double size = (double)n / slices;
        for (int end = n, start; end > 0; end = start)
        {
            double total = 0;
            for (start = end; start > 0 && keys[start - 1] == keys[end - 1]; start--)
            {
                total += actual[order[start - 1]];
            }

            // The group takes the places n - end … n - start from the top; each slice it touches gets its share.
            double from = n - end, to = n - start, mean = total / (to - from);
            for (int s = Math.Min((int)(from / size), slices - 1); s < slices && s * size < to; s++)
            {
                double share = Math.Min(to, s == slices - 1 ? n : (s + 1) * size) - Math.Max(from, s * size);
                if (share > 0)
                {
                    sumPredicted[s] += share * keys[start];
                    sumActual[s] += share * mean;
                }
            }
        }

        RankedSlice[] result = new RankedSlice[slices];
        for (int s = 0; s < slices; s++)
        {
            result[s] = new(sumPredicted[s] / size, sumActual[s] / size);
        }

        return result;
    }

    /// <summary>Gives the mean outcome of the top predicted decile over the mean outcome of all; 0 where nothing happened to anyone.</summary>
    /// <param name="predicted">n predictions.</param>
    /// <param name="actual">n outcomes, in the same order.</param>
    public static double DecileLift(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        RankedSlice[] deciles = Slices(predicted, actual, 10);
        double mean = 0;
        foreach (RankedSlice slice in deciles)
        {
            mean += slice.Actual / deciles.Length;
        }

        return mean == 0 ? 0 : deciles[0].Actual / mean;
    }

    /// <summary>Gives the share of the true top customers who are among the predicted top, both of size <paramref name="share"/> n.</summary>
    /// <param name="predicted">n predictions.</param>
    /// <param name="actual">n outcomes.</param>
    /// <param name="share">Size of the top, in (0, 1].</param>
    /// <returns>The expectation over random breaking of ties: customers tied at a cut belong to the top by a fraction.</returns>
    public static double TopFound(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, double share = 0.2)
    {
        Columns.Pair(predicted, nameof(predicted), actual, nameof(actual), "the share of the top found");
        if (!(share > 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The size of the top is a share above 0 and at most 1, such as 0.2.");
        }

        double size = share * predicted.Length, found = 0;
        double[] chosen = Membership(predicted, size), truth = Membership(actual, size);
        for (int i = 0; i < chosen.Length; i++)
        {
            found += chosen[i] * truth[i];
        }

        return found / size;
    }

    /// <summary>Gives the Gini index of the outcomes ordered by prediction over the same ordered by themselves: 1 for a perfect order, about 0 for none.</summary>
    /// <param name="predicted">n predictions.</param>
    /// <param name="actual">n outcomes, in the same order.</param>
    /// <returns>A number in [-1, 1]; 0 where all outcomes are equal.</returns>
    public static double NormalisedGini(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        Columns.Pair(predicted, nameof(predicted), actual, nameof(actual), "the Gini index");
        double[] outcome = actual.ToArray();
        double reached = Covariance(MidRanks(predicted), outcome, out _, out double spread);
        return spread == 0 ? 0 : reached / Covariance(MidRanks(actual), outcome, out _, out _);
    }

    /// <summary>Gives the concordance of predictions with outcomes: of all pairs whose outcomes differ, the share that the predictions put in the same order, ties counting half.</summary>
    /// <param name="predicted">n predictions.</param>
    /// <param name="actual">n outcomes, in the same order.</param>
    /// <returns>A number in [0, 1]; 0.5 for no order at all, also where all outcomes are equal.</returns>
    /// <source paper="HarrellLeeMark1996"/>
    public static double Concordance(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        Columns.Pair(predicted, nameof(predicted), actual, nameof(actual), "concordance");
        double[] keys = actual.ToArray();
        int[] order = Order(keys);
        int[] rank = Places(predicted, out int different);

        // Customers come in by rising outcome; a Fenwick tree knows how many of those before were predicted lower, and how many the same.
        long[] tree = new long[different + 1];
        double concordant = 0, pairs = 0;
        for (int start = 0, end; start < keys.Length; start = end)
        {
            for (end = start; end < keys.Length && keys[end] == keys[start]; end++)
            {
                int place = rank[order[end]];
                long lower = Sum(tree, place), upTo = Sum(tree, place + 1);
                concordant += lower + (0.5 * (upTo - lower));
                pairs += start;
            }

            for (int k = start; k < end; k++)
            {
                for (int at = rank[order[k]] + 1; at < tree.Length; at += at & -at)
                {
                    tree[at]++;
                }
            }
        }

        return pairs == 0 ? 0.5 : concordant / pairs;

        static long Sum(long[] tree, int count)
        {
            long sum = 0;
            for (int at = count; at > 0; at -= at & -at)
            {
                sum += tree[at];
            }

            return sum;
        }
    }

    // Each row's place among the distinct values, from 0.
    private static int[] Places(ReadOnlySpan<double> values, out int different)
    {
        double[] keys = values.ToArray();
        int[] order = Order(keys), place = new int[keys.Length];
        different = 0;
        for (int k = 0; k < keys.Length; k++)
        {
            different += k == 0 || keys[k] != keys[k - 1] ? 1 : 0;
            place[order[k]] = different - 1;
        }

        return place;
    }

    private static double[] Membership(ReadOnlySpan<double> values, double size)
    {
        double[] keys = values.ToArray(), member = new double[values.Length];
        int[] order = Order(keys);
        double taken = 0;
        for (int end = keys.Length, start; end > 0 && taken < size; end = start)
        {
            for (start = end - 1; start > 0 && keys[start - 1] == keys[end - 1]; start--)
            {
            }

            double part = Math.Min(1, (size - taken) / (end - start));
            for (int k = start; k < end; k++)
            {
                member[order[k]] = part;
            }

            taken += end - start;
        }

        return member;
    }

    // Sorts keys in place and gives the rows they came from.
    private static int[] Order(double[] keys)
    {
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }

    private static double Covariance(double[] x, double[] y, out double xx, out double yy)
    {
        double mx = x.Average(), my = y.Average(), xy = 0;
        xx = 0;
        yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double dx = x[i] - mx, dy = y[i] - my;
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }

        return xy;
    }
}
