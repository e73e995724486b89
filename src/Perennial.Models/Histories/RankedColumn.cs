using System.Numerics;

namespace Perennial.Models.Histories;

/// <summary>A column as its distinct values, rising, and each row's place among them.</summary>
/// <remarks>Times at day resolution have some hundreds of distinct values in a million rows: what depends on one alone is computed once for each.</remarks>
internal readonly record struct RankedColumn(double[] Values, int[] Rank)
{
    /// <summary>Ranks a column without NaN.</summary>
    public static RankedColumn Of(ReadOnlySpan<double> column)
    {
        int[] slots = new int[1024];
        double[] found = new double[512];
        int[] rank = new int[column.Length];
        int count = 0;
        double last = double.NaN;
        int lastAt = 0;
        for (int i = 0; i < column.Length; i++)
        {
            double value = column[i] + 0.0;
            if (value != last)
            {
                last = value;
                lastAt = Find(slots, found, count, value, out int slot);
                if (lastAt < 0)
                {
                    lastAt = count++;
                    found[lastAt] = value;
                    slots[slot] = count;
                    if (count == found.Length)
                    {
                        Array.Resize(ref found, 2 * found.Length);
                        slots = Placed(found, count);
                    }
                }
            }

            rank[i] = lastAt;
        }

        Array.Resize(ref found, count);
        int[] order = new int[count];
        for (int k = 0; k < count; k++)
        {
            order[k] = k;
        }

        Array.Sort(found, order);
        int[] place = new int[count];
        for (int k = 0; k < count; k++)
        {
            place[order[k]] = k;
        }

        for (int i = 0; i < rank.Length; i++)
        {
            rank[i] = place[rank[i]];
        }

        return new(found, rank);
    }

    // The place of a value among those found, or -1 and the free slot where it belongs. There are at least twice as many slots as values.
    private static int Find(int[] slots, double[] found, int count, double value, out int slot)
    {
        int mask = slots.Length - 1;
        slot = (int)((BitConverter.DoubleToUInt64Bits(value) * 0x9E3779B97F4A7C15UL) >> (64 - BitOperations.Log2((uint)slots.Length)));
        while (slots[slot] != 0)
        {
            int at = slots[slot] - 1;
            if (at < count && found[at] == value)
            {
                return at;
            }

            slot = (slot + 1) & mask;
        }

        return -1;
    }

    private static int[] Placed(double[] found, int count)
    {
        int[] slots = new int[2 * found.Length];
        for (int k = 0; k < count; k++)
        {
            _ = Find(slots, found, count, found[k], out int slot);
            slots[slot] = k + 1;
        }

        return slots;
    }
}
