namespace Perennial.Models.Learning.Trees;

/// <summary>A table in which every value is the number of its bin, so that splits are found by adding up instead of sorting.</summary>
internal sealed class FeatureBins
{
    /// <summary>Bins of known values; bin 0 is for unknown ones.</summary>
    public const int Most = 255;

    private FeatureBins(byte[][] codes, float[][] edges) => (Codes, Edges) = (codes, edges);

    /// <summary>Bin of each row, column by column.</summary>
    public byte[][] Codes { get; }

    /// <summary>Where bins begin: a value lies in bin k + 1 if k edges are at most it. An edge is a threshold a tree can use.</summary>
    public float[][] Edges { get; }

    public static FeatureBins Of(FeatureTable table, int threads)
    {
        byte[][] codes = new byte[table.Width][];
        float[][] edges = new float[table.Width][];
        Parallel.For(0, table.Width, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, j =>
        {
            float[] values = Array.ConvertAll(table.Values(j), value => (float)value);
            float[] cuts = edges[j] = Cuts([.. values.Where(value => !float.IsNaN(value))]);
            codes[j] = Array.ConvertAll(values, value => float.IsNaN(value) ? (byte)0 : (byte)(1 + AtMost(cuts, value)));
        });
        return new(codes, edges);
    }

    private static float[] Cuts(float[] known)
    {
        Array.Sort(known);
        List<float> cuts = [];
        int distinct = 0;
        for (int i = 0; i < known.Length; i++)
        {
            distinct += i == 0 || known[i] != known[i - 1] ? 1 : 0;
        }

        double share = distinct <= Most ? 0 : (double)known.Length / Most, next = share;
        for (int i = 1; i < known.Length; i++)
        {
            if (known[i] != known[i - 1] && i >= next && cuts.Count < Most - 1)
            {
                // Half way, unless rounding lands on the lower value.
                float middle = known[i - 1] + ((known[i] - known[i - 1]) / 2);
                cuts.Add(middle > known[i - 1] && float.IsFinite(middle) ? middle : known[i]);
                next = i + share;
            }
        }

        return [.. cuts];
    }

    private static int AtMost(float[] cuts, float value)
    {
        int low = 0, high = cuts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (cuts[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
