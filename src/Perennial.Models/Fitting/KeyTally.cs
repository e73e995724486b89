using System.Numerics;

namespace Perennial.Models.Fitting;

/// <summary>The different ones of many keys, rising, and how often each was there, in time linear in their number.</summary>
/// <remarks>
/// Keys go into buckets by their highest digit. What a bucket can hold is counted off on a table that stays in a cache; where few keys are spread over many
/// possible ones they are sorted. Neither takes memory beside the keys and as much again.
/// </remarks>
/// <typeparam name="TKey">An unsigned whole number.</typeparam>
internal sealed class KeyTally<TKey>
    where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
{
    private const int MostBits = 11;
    private const int KeysABucket = 32;
    private const int LargestTable = 1 << 17;

    // A key is sorted at the price of looking over so many cells of a table.
    private const int CellsAKey = 64;
    private readonly TKey[] _keys;
    private readonly TKey[] _counts;
    private readonly (int Start, int Before, int Count)[] _buckets;
    private readonly ParallelOptions _options;

    private KeyTally(TKey[] keys, TKey[] counts, (int Start, int Before, int Count)[] buckets, ParallelOptions options)
    {
        (_keys, _counts, _buckets, _options) = (keys, counts, buckets, options);
        Count = buckets[^1].Before + buckets[^1].Count;
    }

    /// <summary>Takes a different key and how often it was there; at is its place among them.</summary>
    public delegate void Reader(int at, TKey key, TKey count);

    /// <summary>Gives the number of different keys.</summary>
    public int Count { get; }

    /// <summary>Gives the smallest key.</summary>
    public TKey First => _keys[0];

    /// <summary>Tallies keys on several threads.</summary>
    /// <param name="keys">Keys below <paramref name="bound"/>; scratch afterwards.</param>
    /// <param name="bound">A number above all keys.</param>
    /// <param name="threads">The number of threads; 0 for all processors. The result does not depend on it.</param>
    public static KeyTally<TKey> Of(TKey[] keys, ulong bound, int threads)
    {
        int bits = Math.Clamp(BitOperations.Log2((uint)(keys.Length / KeysABucket) | 1), 0, MostBits);
        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(bound - 1) - bits), parts = threads > 0 ? threads : Environment.ProcessorCount;
        ParallelOptions options = new() { MaxDegreeOfParallelism = parts };
        TKey[] sorted = new TKey[keys.Length];
        int[] ends = Scatter(keys, sorted, shift, 1 << bits, options);
        (int Start, int Before, int Count)[] buckets = new (int, int, int)[ends.Length];
        int cells = shift < 31 && 1 << shift <= LargestTable ? 1 << shift : 0;
        Parallel.For(0, ends.Length, options, () => cells > 0 ? new int[cells] : [], (bucket, _, table) =>
        {
            int start = bucket == 0 ? 0 : ends[bucket - 1], length = ends[bucket] - start;
            Span<TKey> own = sorted.AsSpan(start, length), counts = keys.AsSpan(start, length);
            int different = length == 0 ? 0 : (long)length * CellsAKey >= cells && cells > 0 ? ByTable(own, counts, table, TKey.CreateTruncating((ulong)bucket << shift)) : BySorting(own, counts);
            buckets[bucket] = (start, 0, different);
            return table;
        }, static _ => { });
        int before = 0;
        for (int bucket = 0; bucket < buckets.Length; bucket++)
        {
            buckets[bucket].Before = before;
            before += buckets[bucket].Count;
        }

        return new(sorted, keys, buckets, options);
    }

    /// <summary>Reads all of them, on several threads and in any order.</summary>
    public void Read(Reader reader) => Parallel.For(0, _buckets.Length, _options, bucket =>
    {
        (int start, int before, int count) = _buckets[bucket];
        for (int i = 0; i < count; i++)
        {
            reader(before + i, _keys[start + i], _counts[start + i]);
        }
    });

    // Moves keys into their buckets and gives the ends of these.
    private static int[] Scatter(TKey[] keys, TKey[] sorted, int shift, int buckets, ParallelOptions options)
    {
        int parts = options.MaxDegreeOfParallelism, share = (keys.Length + parts - 1) / parts;
        int[][] starts = new int[parts][];
        Parallel.For(0, parts, options, part =>
        {
            int[] counts = new int[buckets];
            foreach (TKey key in Part(part))
            {
                counts[int.CreateTruncating(key >> shift)]++;
            }

            starts[part] = counts;
        });
        int[] ends = new int[buckets];
        int next = 0;
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            foreach (int[] counts in starts)
            {
                (counts[bucket], next) = (next, next + counts[bucket]);
            }

            ends[bucket] = next;
        }

        Parallel.For(0, parts, options, part =>
        {
            int[] places = starts[part];
            foreach (TKey key in Part(part))
            {
                sorted[places[int.CreateTruncating(key >> shift)]++] = key;
            }
        });
        return ends;

        ReadOnlySpan<TKey> Part(int part) => keys.AsSpan(Math.Min(keys.Length, part * share), Math.Max(0, Math.Min(share, keys.Length - (part * share))));
    }

    private static int ByTable(Span<TKey> keys, Span<TKey> counts, int[] table, TKey first)
    {
        foreach (TKey key in keys)
        {
            table[int.CreateTruncating(key - first)]++;
        }

        int different = 0;
        for (int cell = 0; cell < table.Length; cell++)
        {
            int next = table.AsSpan(cell).IndexOfAnyExcept(0);
            if (next < 0)
            {
                break;
            }

            cell += next;
            keys[different] = first + TKey.CreateTruncating(cell);
            counts[different++] = TKey.CreateTruncating(table[cell]);
            table[cell] = 0;
        }

        return different;
    }

    private static int BySorting(Span<TKey> keys, Span<TKey> counts)
    {
        keys.Sort();
        int different = 0;
        for (int i = 0, next; i < keys.Length; i = next)
        {
            TKey key = keys[i];
            for (next = i + 1; next < keys.Length && keys[next] == key;)
            {
                next++;
            }

            keys[different] = key;
            counts[different++] = TKey.CreateTruncating(next - i);
        }

        return different;
    }
}
