using System.Numerics;

namespace Perennial.Models.Fitting;

/// <summary>Sorts whole numbers digit by digit, in time linear in their number.</summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Digits = 1 << Bits;

    /// <summary>Sorts keys on several threads: first into buckets by their highest digit, then each bucket, which fits into a cache, by itself.</summary>
    /// <param name="keys">Keys below <paramref name="bound"/>; scratch afterwards.</param>
    /// <param name="bound">A number above all keys.</param>
    /// <param name="threads">The number of threads; 0 for all processors. The result does not depend on it.</param>
    /// <returns>The sorted keys.</returns>
    public static ulong[] Sort(ulong[] keys, ulong bound, int threads)
    {
        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(bound - 1) - Bits), parts = threads > 0 ? threads : Environment.ProcessorCount;
        int share = (keys.Length + parts - 1) / Math.Max(1, parts);
        ParallelOptions options = new() { MaxDegreeOfParallelism = parts };
        int[][] starts = new int[parts][];
        Parallel.For(0, parts, options, part =>
        {
            int[] counts = new int[Digits];
            foreach (ulong key in Part(part))
            {
                counts[(int)(key >> shift)]++;
            }

            starts[part] = counts;
        });
        int[] ends = new int[Digits];
        int next = 0;
        for (int digit = 0; digit < Digits; digit++)
        {
            foreach (int[] counts in starts)
            {
                (counts[digit], next) = (next, next + counts[digit]);
            }

            ends[digit] = next;
        }

        ulong[] sorted = new ulong[keys.Length];
        Parallel.For(0, parts, options, part =>
        {
            int[] places = starts[part];
            foreach (ulong key in Part(part))
            {
                sorted[places[(int)(key >> shift)]++] = key;
            }
        });
        Parallel.For(0, Digits, options, digit =>
        {
            int start = digit == 0 ? 0 : ends[digit - 1];
            sorted.AsSpan(start, ends[digit] - start).Sort();
        });
        return sorted;

        Span<ulong> Part(int part) => keys.AsSpan(Math.Min(keys.Length, part * share), Math.Max(0, Math.Min(share, keys.Length - (part * share))));
    }

    /// <summary>Sorts both arrays by the keys, in place and stably, digit by digit from the lowest.</summary>
    /// <param name="keys">Keys below <paramref name="bound"/>.</param>
    /// <param name="rows">What goes with them.</param>
    /// <param name="bound">A number above all keys; smaller ones need fewer passes.</param>
    public static void Sort(ulong[] keys, int[] rows, ulong bound)
    {
        ulong[] fromKeys = keys, toKeys = new ulong[keys.Length];
        int[] fromRows = rows, toRows = new int[rows.Length];
        int[] starts = new int[Digits];
        for (int shift = 0; shift < 64 && (bound - 1) >> shift > 0; shift += Bits)
        {
            Array.Clear(starts);
            foreach (ulong key in fromKeys)
            {
                starts[(int)(key >> shift) & (Digits - 1)]++;
            }

            int next = 0;
            for (int digit = 0; digit < Digits; digit++)
            {
                (starts[digit], next) = (next, next + starts[digit]);
            }

            for (int i = 0; i < fromKeys.Length; i++)
            {
                int at = starts[(int)(fromKeys[i] >> shift) & (Digits - 1)]++;
                toKeys[at] = fromKeys[i];
                toRows[at] = fromRows[i];
            }

            (fromKeys, toKeys) = (toKeys, fromKeys);
            (fromRows, toRows) = (toRows, fromRows);
        }

        if (fromKeys != keys)
        {
            fromKeys.CopyTo(keys, 0);
            fromRows.CopyTo(rows, 0);
        }
    }
}
