using Perennial.Features.Signals;

namespace Perennial.Training.Learned;

/// <summary>Signals as features: those that say something, with the segment as columns of 0 and 1. What people say a customer is worth beyond money is none: it never enters money.</summary>
internal sealed class LearnedPanel
{
    private const double LeastKnown = 0.02;
    private const int MostSegments = 8;
    private const string SegmentIs = "segment is ";
    private readonly string[] _signals;
    private readonly string[] _segments;

    private LearnedPanel(string[] signals, string[] segments) => (_signals, _segments) = (signals, segments);

    /// <summary>Gives the features in order.</summary>
    public IReadOnlyList<string> Features => [.. _signals, .. _segments.Select(SegmentName)];

    /// <summary>Gives the family of each feature.</summary>
    public IReadOnlyList<string> Families => [.. _signals.Select(id => SignalCatalogue.All[SignalCatalogue.PlaceOf(id)].Family), .. _segments.Select(_ => "traits")];

    /// <summary>Chooses features by what is known of them in the panel; what came after does not matter here.</summary>
    public static LearnedPanel Of(SignalColumns panel, bool[] used)
    {
        string[] signals = [.. SignalCatalogue.All.Where(signal => signal.Family != SignalFamilies.Strategic && Says(panel[signal.Id], used)).Select(signal => signal.Id)];
        string[] segments = [.. panel.Segments.Where(segment => segment.Length > 0)];
        return new(signals, segments.Length is > 1 and <= MostSegments ? segments : []);
    }

    /// <summary>Gives rows as a learner sees them.</summary>
    public LearnedRows Rows(SignalColumns columns, bool[]? happened, Func<int, bool> keep)
    {
        int[] rows = [.. Enumerable.Range(0, columns.Count).Where(keep)];
        return new()
        {
            Customer = [.. rows.Select(i => columns.CustomerKey[i])],
            Landmark = [.. rows.Select(i => columns.Landmark[i])],
            Segment = [.. rows.Select(i => columns.Segments[columns.Segment[i]])],
            Table = new(Features, [.. _signals.Select(id => Pick(columns[id], rows)), .. _segments.Select(segment => rows.Select(i => columns.Segments[columns.Segment[i]] == segment ? 1.0 : 0.0).ToArray())]),
            Happened = happened is null ? new bool[rows.Length] : [.. rows.Select(i => happened[i])],
        };
    }

    /// <summary>Says what a feature is.</summary>
    public static string Words(string feature) =>
        IsSegment(feature) ? feature : SignalCatalogue.All[SignalCatalogue.PlaceOf(feature)].Formula;

    /// <summary>Tells whether a feature says which segment a customer is in.</summary>
    public static bool IsSegment(string feature) => feature.StartsWith(SegmentIs, StringComparison.Ordinal);

    private static string SegmentName(string segment) => SegmentIs + segment;

    private static double[] Pick(double[] column, int[] rows) => Array.ConvertAll(rows, i => column[i]);

    // A constant, or what is hardly ever known, says nothing.
    private static bool Says(double[] column, bool[] used)
    {
        int rows = 0, known = 0;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < column.Length; i++)
        {
            if (!used[i])
            {
                continue;
            }

            rows++;
            if (!double.IsNaN(column[i]))
            {
                known++;
                (low, high) = (Math.Min(low, column[i]), Math.Max(high, column[i]));
            }
        }

        return known >= LeastKnown * rows && known > 0 && (low < high || known < rows * 0.98);
    }
}
