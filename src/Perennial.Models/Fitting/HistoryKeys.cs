using Perennial.Models.Histories;

namespace Perennial.Models.Fitting;

/// <summary>Each history (x, t_x, T) as one number that rises with x, T and t_x: possible where times are days or weeks, of which there are few.</summary>
/// <remarks>Two passes over the columns: the first finds the different times, the second knows their places. Beside the columns it takes four bytes a customer.</remarks>
internal sealed class HistoryKeys
{
    // A time's number takes 16 bits.
    private const int Most = 1 << 16;

    private HistoryKeys(double[] levels, double[] ages, double[] recencies, uint[] keys) => (Levels, Ages, Recencies, Keys) = (levels, ages, recencies, keys);

    /// <summary>Gives the different frequencies, rising.</summary>
    public double[] Levels { get; }

    /// <summary>Gives the different ages, rising.</summary>
    public double[] Ages { get; }

    /// <summary>Gives the different recencies, rising.</summary>
    public double[] Recencies { get; }

    /// <summary>Gives (place of x · ages + place of T) · recencies + place of t_x for each customer.</summary>
    public uint[] Keys { get; }

    /// <summary>Makes them; null where there are too many different times for numbers of 32 bits.</summary>
    public static HistoryKeys? Of(PurchaseHistories histories, int threads)
    {
        int n = histories.Count, most = n == 0 ? 0 : histories.Frequency.Max(), count = threads > 0 ? threads : Environment.ProcessorCount;
        if (most >= Most)
        {
            return null;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = count };
        uint[] keys = new uint[n];
        Part[] parts = [.. Enumerable.Range(0, count).Select(part => new Part((int)((long)n * part / count), (int)((long)n * (part + 1) / count), new bool[most + 1]))];
        Parallel.ForEach(parts, options, part => part.Number(histories, keys));
        if (Array.Exists(parts, part => part.IsFull))
        {
            return null;
        }

        int[] frequencies = [.. Enumerable.Range(0, most + 1).Where(x => Array.Exists(parts, part => part.Bought[x]))];
        double[] ages = Rising(parts, part => part.Ages), recencies = Rising(parts, part => part.Recencies);
        if ((UInt128)frequencies.Length * (ulong)ages.Length * (ulong)recencies.Length > uint.MaxValue)
        {
            return null;
        }

        uint[] levels = new uint[most + 1];
        for (int k = 0; k < frequencies.Length; k++)
        {
            levels[frequencies[k]] = (uint)k * (uint)ages.Length * (uint)recencies.Length;
        }

        Parallel.ForEach(parts, options, part => part.Place(histories.Frequency, keys, levels, Places(part.Ages, ages, recencies.Length), Places(part.Recencies, recencies, 1)));
        return new(Array.ConvertAll(frequencies, static x => (double)x), ages, recencies, keys);
    }

    private static double[] Rising(Part[] parts, Func<Part, ValueIndex> column)
    {
        HashSet<double> values = [];
        foreach (Part part in parts)
        {
            foreach (double value in column(part).Values)
            {
                values.Add(value);
            }
        }

        return [.. values.Order()];
    }

    private static uint[] Places(ValueIndex found, double[] values, int step)
    {
        uint[] places = new uint[found.Count];
        for (int k = 0; k < places.Length; k++)
        {
            places[k] = (uint)Array.BinarySearch(values, found.Values[k]) * (uint)step;
        }

        return places;
    }

    // Customers first to end - 1, with the values met among them in their order.
    private sealed class Part(int first, int end, bool[] bought)
    {
        public bool[] Bought { get; } = bought;

        public ValueIndex Ages { get; } = new();

        public ValueIndex Recencies { get; } = new();

        public bool IsFull => Ages.Count > Most || Recencies.Count > Most;

        public void Number(PurchaseHistories histories, uint[] keys)
        {
            (int[] x, double[] tx, double[] t) = (histories.Frequency, histories.Recency, histories.T);
            for (int i = first; i < end; i++)
            {
                Bought[x[i]] = true;
                keys[i] = ((uint)Ages.Of(t[i]) << 16) | (ushort)Recencies.Of(tx[i]);
                if (IsFull)
                {
                    return;
                }
            }
        }

        public void Place(int[] x, uint[] keys, uint[] levels, uint[] ages, uint[] recencies)
        {
            for (int i = first; i < end; i++)
            {
                keys[i] = levels[x[i]] + ages[keys[i] >> 16] + recencies[(ushort)keys[i]];
            }
        }
    }
}
