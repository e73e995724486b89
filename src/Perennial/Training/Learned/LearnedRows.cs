using Perennial.Models.Learning;

namespace Perennial.Training.Learned;

/// <summary>Customers on landmarks as a learner sees them: features known then, the segment, and what came after.</summary>
public sealed record LearnedRows
{
    /// <summary>Gives the customers' keys.</summary>
    public required int[] Customer { get; init; }

    /// <summary>Gives the landmarks: k is k steps before the as-of day.</summary>
    public required int[] Landmark { get; init; }

    /// <summary>Gives the segments; the empty text where there is none.</summary>
    public required string[] Segment { get; init; }

    /// <summary>Gives the features.</summary>
    public required FeatureTable Table { get; init; }

    /// <summary>Tells whether it happened within the horizon; false where that is not known yet.</summary>
    public required bool[] Happened { get; init; }

    /// <summary>Gives the number of rows.</summary>
    public int Count => Customer.Length;

    /// <summary>Gives the number of rows for whom it happened.</summary>
    public int Events => Happened.Count(one => one);

    /// <summary>Gives outcomes as 0 and 1.</summary>
    public double[] Outcome => Array.ConvertAll(Happened, one => one ? 1.0 : 0.0);

    /// <summary>Gives the rows of landmarks in a range.</summary>
    /// <param name="from">The latest landmark, smallest number.</param>
    /// <param name="to">The earliest, largest number.</param>
    public LearnedRows Between(int from, int to) => At([.. Enumerable.Range(0, Count).Where(i => Landmark[i] >= from && Landmark[i] <= to)]);

    /// <summary>Gives the rows of some customers, drawn evenly, so that there are about so many at most; whoever is drawn comes with all rows.</summary>
    /// <param name="most">About the most rows.</param>
    /// <param name="seed">Seed of the draw.</param>
    public LearnedRows Sample(int most, ulong seed)
    {
        if (Count <= most)
        {
            return this;
        }

        double share = (double)most / Count;
        return At([.. Enumerable.Range(0, Count).Where(i => Draw(Customer[i], seed) < share)]);
    }

    /// <summary>Gives some rows.</summary>
    /// <param name="rows">Their places.</param>
    public LearnedRows At(int[] rows) => this with
    {
        Customer = [.. rows.Select(i => Customer[i])],
        Landmark = [.. rows.Select(i => Landmark[i])],
        Segment = [.. rows.Select(i => Segment[i])],
        Table = Table.Rows(rows),
        Happened = [.. rows.Select(i => Happened[i])],
    };

    // A number in [0, 1) that belongs to a customer: the same for all rows and runs.
    private static double Draw(int customer, ulong seed) => new Models.Numerics.Pcg64(seed, (ulong)(uint)customer + 1).NextDouble();
}
