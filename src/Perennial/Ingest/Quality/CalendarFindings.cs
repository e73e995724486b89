using System.Globalization;

namespace Perennial.Ingest.Quality;

/// <summary>Gaps in the daily series, an unfinished last month, days far from all others.</summary>
internal static class CalendarFindings
{
    public static IEnumerable<QualityFinding> Of(QualityFacts facts)
    {
        if (facts.Days.Count == 0)
        {
            yield break;
        }

        if (Gaps(facts.Days) is { } gaps)
        {
            yield return gaps;
        }

        int monthDays = DateTime.DaysInMonth(facts.AsOf.Year, facts.AsOf.Month);
        if (facts.AsOf.Day < monthDays && facts.Days[^1].Day.DayNumber - facts.Days[0].Day.DayNumber > 31)
        {
            yield return new QualityFinding(
                "partial-last-period",
                QualityReport.Info,
                "The last month is not complete",
                monthDays - facts.AsOf.Day,
                null,
                [$"{Text(facts.AsOf)}: day {facts.AsOf.Day} of {monthDays}"],
                "Figures by month mark it as incomplete.");
        }
    }

    /// <summary>A gap is a run of days without rows, longer than a week and than five times what 95 % of the steps between days with rows take.</summary>
    private static QualityFinding? Gaps(IReadOnlyList<(DateOnly Day, long Rows)> days)
    {
        if (days.Count < 20)
        {
            return null;
        }

        int[] steps = [.. Enumerable.Range(1, days.Count - 1).Select(i => days[i].Day.DayNumber - days[i - 1].Day.DayNumber)];
        int usual = steps.Order().ElementAt((int)(0.95 * (steps.Length - 1)));
        int longest = Math.Max(7, 5 * usual);
        (int Step, int Index)[] gaps = [.. steps.Select((step, index) => (Step: step, Index: index)).Where(gap => gap.Step > longest).OrderByDescending(gap => gap.Step).ThenBy(gap => gap.Index)];
        return gaps.Length == 0
            ? null
            : new QualityFinding(
                "gaps",
                QualityReport.Warning,
                "Days without any row",
                gaps.Sum(gap => (long)gap.Step - 1),
                null,
                [.. gaps.Take(5).Select(gap => $"{gap.Step - 1} days from {Text(days[gap.Index].Day.AddDays(1))} to {Text(days[gap.Index + 1].Day.AddDays(-1))}")],
                "Nothing is filled in. If sales happened then, rows are missing.");
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
