using System.Text;

namespace Perennial.Portfolio.Stances;

/// <summary>How the words of three ways to sort customers map to each other: stances, segments of value by trajectory, and priorities.</summary>
public static class StanceTaxonomy
{
    /// <summary>Gives the segments of value by trajectory, in order.</summary>
    public static IReadOnlyList<string> Segments { get; } = ["Stars", "Cash Cows", "Question Marks", "At-Risk"];

    /// <summary>Gives each stance with the priority it gives a customer, and the segments of value by trajectory it is usually found in.</summary>
    public static IReadOnlyList<(Stance Stance, string Priority, IReadOnlyList<string> Segments, string Why)> All { get; } =
    [
        (Stance.Invest, "High", ["Stars", "Cash Cows"], "high value that stays or grows"),
        (Stance.Protect, "High", ["At-Risk", "Cash Cows"], "high value that may be lost"),
        (Stance.Improve, "Medium", ["Question Marks", "Cash Cows"], "value that could be more, or cost less"),
        (Stance.Deprioritize, "Low", ["Question Marks", "At-Risk"], "little value, at a high cost; only proposed"),
        (Stance.Undecided, "by value", ["Stars", "Cash Cows", "Question Marks", "At-Risk"], "the evidence does not decide"),
    ];

    /// <summary>Gives the priority of a customer: that of the stance; of an undecided one by net value, high from the high value on, low up to the low one.</summary>
    /// <param name="stance">The stance told.</param>
    /// <param name="evidence">What is known of the customer.</param>
    public static string PriorityOf(Stance stance, in StanceEvidence evidence) =>
        stance != Stance.Undecided ? All.First(one => one.Stance == stance).Priority
        : evidence.Value >= evidence.HighFrom ? "High" : evidence.Value <= evidence.LowTo ? "Low" : "Medium";

    /// <summary>Gives the priority of a segment: high where a customer of it is worth at least the median over segments, medium from half of that, else low; low where that median is not above nothing.</summary>
    /// <param name="mean">Net value of a customer of the segment, in the mean.</param>
    /// <param name="median">Median of these over the segments, each counted once.</param>
    public static string PriorityOfSegment(double mean, double median) => median > 0 && mean >= median ? "High" : median > 0 && mean >= median / 2 ? "Medium" : "Low";

    /// <summary>Writes the map as the table of docs/how-to/stances.md.</summary>
    public static string ToMarkdown()
    {
        StringBuilder page = new($"| stance | priority | {string.Join(" | ", Segments)} | why |\n|---|---|{string.Concat(Segments.Select(_ => "---|"))}---|\n");
        foreach (var one in All)
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {one.Stance} | {one.Priority} | {string.Join(" | ", Segments.Select(segment => one.Segments.Contains(segment) ? "often" : "seldom"))} | {one.Why} |\n");
        }

        return page.ToString();
    }
}
