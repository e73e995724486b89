namespace Perennial.Models.Fitting;

/// <summary>Sorts whole numbers digit by digit, in time linear in their number.</summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Digits = 1 << Bits;

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
