using System.Globalization;
using Perennial.Ingest.Snapshots;
using Perennial.Models.Learning;
using Perennial.Training.Learned;

namespace Perennial.Training.Snapshots;

/// <summary>Customers as months at risk: each month is a row with the age then and what is known of the customer, and says whether they left in it.</summary>
/// <remarks>What is known of a customer is as of the day the table was drawn, in every month: what changes with time must not be among it.</remarks>
internal sealed class StayPanel
{
    private const int MostRows = 200_000;
    private const double LeastShare = 0.005;
    private static readonly string[] Ages = ["age in months", "log of age", "first month", "a year is over"];
    private readonly SnapshotTable _table;
    private readonly double[][] _known;

    public StayPanel(SnapshotTable table, ulong seed)
    {
        _table = table;
        (string Name, double[] Column)[] known = [.. table.Columns.SelectMany(Expand)];
        _known = [.. known.Select(one => one.Column)];
        Known = [.. known.Select(one => one.Name)];
        double rows = Enumerable.Range(0, table.Count).Sum(i => (double)(Last(i) - First(i) + 1));

        // Whole customers are drawn, evenly, so that what is learned is that of all.
        double share = MostRows / rows;
        Learners = [.. Enumerable.Range(0, table.Count).Where(i => share >= 1 || new Models.Numerics.Pcg64(seed, (ulong)(uint)i + 1).NextDouble() < share)];
    }

    /// <summary>Gives the names of what is known of a customer.</summary>
    public IReadOnlyList<string> Known { get; }

    /// <summary>Gives the customers learned from.</summary>
    public int[] Learners { get; }

    /// <summary>Gives the group of a customer.</summary>
    public string Group(int customer) => _table.By?.Words?[customer] ?? string.Empty;

    /// <summary>Gives the first month at risk, from 1.</summary>
    public int First(int customer) => (int)Math.Floor(_table.Entry[customer]) + 1;

    /// <summary>Gives the last month at risk: the one left in, or watched to.</summary>
    public int Last(int customer) => Math.Max((int)Math.Ceiling(_table.Months[customer]), First(customer));

    /// <summary>Gives the months of some customers as a learner sees them.</summary>
    public LearnedRows Months(IEnumerable<int> customers) => Rows([.. customers.SelectMany(i => Enumerable.Range(First(i), Last(i) - First(i) + 1).Select(month => (i, month)))]);

    /// <summary>Gives rows of customers in given months of theirs.</summary>
    public LearnedRows Rows(IReadOnlyList<(int Customer, int Month)> rows) => new()
    {
        Customer = [.. rows.Select(row => row.Customer)],
        Landmark = new int[rows.Count],
        Segment = [.. rows.Select(row => Group(row.Customer))],
        Table = new FeatureTable(
            [.. Ages, .. Known],
            [
                [.. rows.Select(row => (double)row.Month)],
                [.. rows.Select(row => Math.Log(row.Month))],
                [.. rows.Select(row => row.Month == 1 ? 1.0 : 0)],
                [.. rows.Select(row => row.Month % 12 == 1 && row.Month > 1 ? 1.0 : 0)],
                .. _known.Select(column => rows.Select(row => column[row.Customer]).ToArray()),
            ]),
        Happened = [.. rows.Select(row => _table.Left[row.Customer] && row.Month == Last(row.Customer))],
    };

    /// <summary>Gives a column of what is known, of all customers.</summary>
    public double[] Column(string name) => _known[Known.ToList().IndexOf(name)];

    /// <summary>Tells whether a feature speaks of age, not of the customer.</summary>
    public static bool IsAge(string feature) => Ages.Contains(feature, StringComparer.Ordinal);

    // Words become columns of 0 and 1, the most frequent word being what the others are compared with.
    private static IEnumerable<(string Name, double[] Column)> Expand(SnapshotColumn column)
    {
        if (column.Numbers is { } numbers)
        {
            return [(column.Name, numbers)];
        }

        string?[] words = column.Words!;
        (string Word, int Count)[] counts = [.. words.OfType<string>().GroupBy(word => word, StringComparer.Ordinal).Select(group => (group.Key, group.Count())).OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
        return counts.Skip(1).Where(pair => pair.Count >= LeastShare * words.Length).Select(pair => (
            string.Create(CultureInfo.InvariantCulture, $"{column.Name} is {pair.Word}"),
            Array.ConvertAll(words, word => word is null ? double.NaN : word == pair.Word ? 1.0 : 0.0)));
    }
}
