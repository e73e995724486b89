namespace Perennial.Models.Predicting;

/// <summary>Customers sorted so that equal frequency, and equal T within it, stand together.</summary>
internal sealed class CustomerGroups
{
    private readonly List<int> _starts = [];

    public CustomerGroups(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t)
    {
        int n = frequency.Length;
        PredictiveDoor.Histories(frequency, recency, t);
        Row = new int[n];
        for (int i = 0; i < n; i++)
        {
            Row[i] = i;
        }

        long[] keys = new long[n];
        for (int i = 0; i < n; i++)
        {
            // Non-negative doubles sort like their bits; 31 bits of frequency go before the upper 32 of T.
            keys[i] = ((long)frequency[i] << 32) | (BitConverter.DoubleToInt64Bits(t[i] + 0.0) >>> 32);
        }

        Array.Sort(keys, Row);
        for (int i = 0; i < n; i++)
        {
            if (i == 0 || frequency[Row[i]] != frequency[Row[i - 1]])
            {
                _starts.Add(i);
            }
        }

        _starts.Add(n);
    }

    /// <summary>Gives the rows in sorted order.</summary>
    public int[] Row { get; }

    /// <summary>Gives the number of different frequencies.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>Gives the rows of one frequency.</summary>
    public ReadOnlySpan<int> Rows(int group) => Row.AsSpan(_starts[group], _starts[group + 1] - _starts[group]);

    /// <summary>Runs an action for every frequency, the largest groups first, on the given number of threads (0: all processors).</summary>
    public void ForEach(int threads, Action<int> body)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (g, h) => _starts[h + 1] - _starts[h] != _starts[g + 1] - _starts[g]
            ? (_starts[h + 1] - _starts[h]).CompareTo(_starts[g + 1] - _starts[g])
            : g.CompareTo(h));
        if (threads == 1)
        {
            Array.ForEach(order, body);
            return;
        }

        // One at a time from the list: groups differ a thousandfold in cost.
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(order, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads }, body);
    }
}
