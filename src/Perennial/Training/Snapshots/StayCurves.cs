using Perennial.Ingest.Snapshots;
using Perennial.Models;
using Perennial.Models.Survival.Comparing;
using Perennial.Models.Survival.Curves;

namespace Perennial.Training.Snapshots;

/// <summary>Kaplan-Meier curves of all customers and of groups, and the test that the groups stay alike.</summary>
internal static class StayCurves
{
    private const int MostGroups = 8;
    private const double Year = 12;

    /// <summary>Gives the curves, all customers first.</summary>
    public static (IReadOnlyList<StayCurve> Curves, GroupTest? Test) Of(SnapshotTable table)
    {
        string?[]? words = table.By?.Words;
        string[] groups = words is null ? [] : [.. words.OfType<string>().GroupBy(word => word, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).Take(MostGroups)];
        int[] all = [.. Enumerable.Range(0, table.Count)];
        List<(string Name, int[] Rows)> parts = [(string.Empty, all), .. groups.Select(group => (group, all.Where(i => words![i] == group).ToArray()))];
        double within = parts.Min(part => part.Rows.Max(i => table.Months[i]));
        return ([.. parts.Select(part => Curve(table, part.Name, part.Rows, within))], Test(table, parts));
    }

    /// <summary>Gives the histories of some customers; months as parts of a year.</summary>
    public static SurvivalHistories Histories(SnapshotTable table, int[] rows, CovariateColumns? covariates = null) => new(
        Array.ConvertAll(rows, i => table.Months[i] / Year),
        Array.ConvertAll(rows, i => table.Left[i]),
        TimeUnit.Year,
        entry: rows.All(i => table.Entry[i] == 0) ? null : Array.ConvertAll(rows, i => table.Entry[i] / Year),
        covariates: covariates);

    private static StayCurve Curve(SnapshotTable table, string name, int[] rows, double within)
    {
        KaplanMeierCurve curve = KaplanMeier.Estimate(Histories(table, rows));
        ConfidenceBand band = curve.Band();
        EstimateWithError mean = curve.RestrictedMean(Math.Min(within / Year, curve.Times[^1]));
        (double? low, double? high) = curve.QuantileInterval(0.5);
        int last = (int)Math.Floor(rows.Max(i => table.Months[i]));
        return new(
            name, rows.Length, rows.Count(i => table.Left[i]),
            [.. Enumerable.Range(0, last + 1).Select(month => Point(curve, band, month, rows.Count(i => table.Months[i] >= month && table.Entry[i] < Math.Max(month, 0.5))))],
            curve.Median() * Year, low * Year, high * Year, mean.Value * Year, mean.StandardError * Year, within);
    }

    private static StayPoint Point(KaplanMeierCurve curve, ConfidenceBand band, int month, int atRisk)
    {
        double t = month / Year;
        int k = Array.BinarySearch(curve.Times, t);
        k = k >= 0 ? k : ~k - 1;
        return k < 0 ? new(month, 1, 1, 1, atRisk) : new(month, curve.Survival[k], band.Lower[k], band.Upper[k], atRisk);
    }

    private static GroupTest? Test(SnapshotTable table, List<(string Name, int[] Rows)> parts)
    {
        if (parts.Count < 3)
        {
            return null;
        }

        int[] rows = [.. parts.Skip(1).SelectMany(part => part.Rows).Order()];
        Dictionary<int, int> group = parts.Skip(1).SelectMany((part, g) => part.Rows.Select(i => (i, g))).ToDictionary(pair => pair.i, pair => pair.g);
        var test = LogRank.Test(Histories(table, rows), [.. rows.Select(i => group[i])]).Test;
        return new(test.Statistic, test.Degrees, test.PValue);
    }
}
