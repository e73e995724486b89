using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Quality;

/// <summary>Lists every record that cannot be read: file, line, column, value, reason.</summary>
internal static class Quarantine
{
    /// <summary>Makes <c>ingest_quarantine(file, line, column, value, reason)</c>, in input order, from what the reader rejected and what could not be converted.</summary>
    public static void Make(DuckDbConnection connection, SourceTable source, Decision decision, Readings readings)
    {
        connection.Execute("CREATE OR REPLACE TABLE ingest_quarantine(file VARCHAR, line BIGINT, \"column\" VARCHAR, \"value\" VARCHAR, reason VARCHAR)");
        IReadOnlyList<(long Row, Role Role, string? Text)> wrong = connection.List(IngestSql.Text("40_wrong"), row => (row.Int64(0), (Role)row.Int32(1), row.String(2)));
        var places = wrong.Select(row => (Place: source.Locate(row.Row), row.Role, row.Text)).ToList();
        var lines = new Dictionary<(int, long), long>();
        foreach (IGrouping<int, (int FileNo, long RowNo)> file in places.Select(place => place.Place).GroupBy(place => place.FileNo))
        {
            long[] rows = [.. file.Select(place => place.RowNo)];
            IReadOnlyList<long> found = source.LineNumbers(file.Key, rows);
            for (int i = 0; i < rows.Length; i++)
            {
                lines[(file.Key, rows[i])] = found[i];
            }
        }

        using (DuckDbAppender appender = connection.Appender("ingest_quarantine"))
        {
            string?[] files = [.. places.Select(place => source.Files[place.Place.FileNo - 1].Path)];
            long[] at = [.. places.Select(place => lines[place.Place])];
            string?[] columns = [.. places.Select(place => decision[place.Role]!.Column.Name)];
            string?[] texts = [.. places.Select(place => place.Text)];
            string?[] reasons = [.. places.Select(place => Reason(place.Role, place.Text, readings))];
            appender.Append(files, at, columns, texts, reasons);
            appender.Flush();
        }

        foreach (SourceFile file in source.Files.Where(file => file.Rejected > 0))
        {
            connection.Execute(
                "INSERT INTO ingest_quarantine SELECT $path, line_no, column_name, \"value\", reason FROM ingest_rejects WHERE file_no = $no ORDER BY line_no",
                new DuckDbParameter("path", file.Path),
                new DuckDbParameter("no", file.No));
        }
    }

    private static string Reason(Role role, string? text, Readings readings) => (role, text) switch
    {
        (Role.Date, null) => "no date",
        (Role.Date, _) => $"not a date of the column's form, {readings.Date.Format.Words()}, between 1900 and 2299",
        (Role.Time, _) => "not a time of day, such as 8:05 or 20:05:59",
        (_, null) => $"no {role.Word()}",
        (_, _) when text.Contains('%', StringComparison.Ordinal) => $"a percentage is not {(role == Role.Quantity ? "a quantity" : "money")}",
        _ => $"not a number of the column's form, {(readings.Numbers.TryGetValue(role, out NumberReading? reading) ? reading.Mark : DecimalMark.Point).Words()}, below 10^14",
    };
}
