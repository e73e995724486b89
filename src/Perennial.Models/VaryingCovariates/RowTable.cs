namespace Perennial.Models.VaryingCovariates;

/// <summary>The distinct rows of covariates that are met anywhere, each once, in a fixed order.</summary>
internal sealed class RowTable(int width)
{
    private readonly List<double[]> _rows = [];
    private readonly Dictionary<double[], int> _places = new(new SameRow());

    /// <summary>Gives the number of distinct rows.</summary>
    public int Count => _rows.Count;

    /// <summary>Gives the number of covariates.</summary>
    public int Width => width;

    /// <summary>Gives the place of a row, which is added where it is new.</summary>
    public int Place(double[] row)
    {
        if (!_places.TryGetValue(row, out int place))
        {
            double[] own = [.. row];
            place = _rows.Count;
            _rows.Add(own);
            _places.Add(own, place);
        }

        return place;
    }

    /// <summary>Gives, for each place, the rank of its row among all rows, so that the order in which they were met cannot reach a result.</summary>
    public int[] Ranks()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (one, other) => _rows[one].AsSpan().SequenceCompareTo(_rows[other]));
        int[] ranks = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            ranks[order[i]] = i;
        }

        return ranks;
    }

    /// <summary>Gives the rows by rank, row after row.</summary>
    public double[] Sorted(int[] ranks)
    {
        double[] sorted = new double[Count * width];
        for (int i = 0; i < Count; i++)
        {
            _rows[i].CopyTo(sorted, ranks[i] * width);
        }

        return sorted;
    }

    private sealed class SameRow : IEqualityComparer<double[]>
    {
        public bool Equals(double[]? one, double[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(double[] row)
        {
            HashCode code = default;
            foreach (double value in row)
            {
                code.Add(value);
            }

            return code.ToHashCode();
        }
    }
}
