using System.Globalization;
using System.Text;

namespace Perennial.Decisions.Plans;

/// <summary>plan.csv: everything a plan names with where it stands, a row a place.</summary>
public static class PlanCsv
{
    /// <summary>Writes it.</summary>
    public static string Write(PlanRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var to = new StringBuilder("place,name,unit,owner,planned,actual,target,due,benchmark,gap,growth_a_month,trend,direction,chance,status,action,definition_id,run_id,as_of,label\n");
        IEnumerable<PlanStanding> rows = record.Standings.Concat(record.Milestones.Select(mark => new PlanStanding(
            PlanFile.Place("milestones", mark.Name), mark.Name, PlanUnit.Count, mark.Owner, null, null, null, mark.Due, null, null, null, null, null, null, mark.Status, mark.Said, null)));
        foreach (PlanStanding one in rows)
        {
            to.AppendJoin(',', new[]
            {
                Text(one.Place), Text(one.Name), one.Unit.ToString().ToLowerInvariant(), Text(one.Owner), Number(one.Planned), Number(one.Actual), Number(one.Target), one.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
                Number(one.Benchmark), Number(one.Gap), Number(one.Monthly), Number(one.Trend), Number(one.Direction), Number(one.Chance), one.Status, Text(one.Action), one.DefinitionId ?? string.Empty, record.RunId,
                record.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Text(record.Label),
            }).Append('\n');
        }

        return to.ToString();
    }

    private static string Number(double? number) => number is { } n && double.IsFinite(n) ? n.ToString("R", CultureInfo.InvariantCulture) : string.Empty;

    private static string Text(string? text) => text is null ? string.Empty : text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
