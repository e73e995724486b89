using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Perennial.Ingest.Snapshots;
using Perennial.Store;
using Perennial.Training.Snapshots;

namespace Perennial.Reports.Snapshots;

/// <summary>The files about how long customers stay: report.html, survival.json, curves.csv, customers.csv, quarantine.csv. Each appears whole or not at all.</summary>
public static class StayFiles
{
    private const string Dangerous = "=+-@'\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    // Relaxed: the file is read by programs and people, never pasted into a page.
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new FiniteOrNull() },
    };

    /// <summary>Writes all of them.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="table">What came in.</param>
    /// <param name="stay">What was learned.</param>
    /// <param name="scores">What is expected of customers who are there.</param>
    /// <param name="version">The program's version.</param>
    /// <returns>The paths written.</returns>
    public static IReadOnlyList<string> Write(string folder, SnapshotTable table, StayRecord stay, StayScores scores, string version)
    {
        ArgumentNullException.ThrowIfNull(table);
        Durable disk = Durable.OnSystem;
        disk.CreateFolder(folder);
        List<string> written = [];
        void Put(string name, string text)
        {
            string path = Path.Combine(folder, name);
            disk.Replace(path, Encoding.UTF8.GetBytes(text));
            written.Add(path);
        }

        Put("report.html", StayPage.Draw(table, stay, scores, version));
        Put("survival.json", ToJson(table, stay, version) + "\n");
        Put("curves.csv", Lines(
            ["group", "month", "stayed", "low", "high", "watched"],
            stay.Curves.SelectMany(curve => curve.Points.Select(point => (IReadOnlyList<string>)[Text(curve.Group.Length == 0 ? "all" : curve.Group), Number(point.Month), Number(point.Stayed), Number(point.Low), Number(point.High), Number(point.AtRisk)]))));
        Put("customers.csv", Lines(
            ["customer_id", "months", "p_leave_3m", "p_leave_12m", "months_of_next_36", "value_per_month", "goes_with"],
            Enumerable.Range(0, scores.Id.Length).Select(i => (IReadOnlyList<string>)
                [Text(scores.Id[i]), Number(scores.Months[i]), Number(scores.WithinQuarter[i]), Number(scores.WithinYear[i]), Number(scores.MonthsOfNextThreeYears[i]), scores.Value is { } value ? Number(value[i]) : string.Empty, Text(scores.Drivers[i])])));
        Put("quarantine.csv", Lines(["line", "column", "value", "reason"], table.Quarantine.Select(row => (IReadOnlyList<string>)[Number(row.Line), Text(row.Column), Text(row.Value), Text(row.Reason)])));
        return written;
    }

    /// <summary>Gives what was found as JSON in snake_case; what is not a finite number is null.</summary>
    /// <param name="table">What came in.</param>
    /// <param name="stay">What was learned.</param>
    /// <param name="version">The program's version.</param>
    public static string ToJson(SnapshotTable table, StayRecord stay, string version)
    {
        ArgumentNullException.ThrowIfNull(table);
        return JsonSerializer.Serialize(new { version, inputs = table.Inputs, rows = table.Rows, roles = table.Roles, left_out = table.LeftOut, stay }, Json);
    }

    private static string Lines(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        StringBuilder text = new();
        foreach (IReadOnlyList<string> row in rows.Prepend(head))
        {
            text.AppendJoin(',', row).Append('\n');
        }

        return text.ToString();
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : string.Empty;

    // What a spreadsheet would run as a formula is kept a text by an apostrophe.
    private static string Text(string text)
    {
        string safe = text.Length > 0 && Dangerous.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\n\r") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
