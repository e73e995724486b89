using Perennial.DuckDb;

namespace Perennial.Ingest.Tables;

/// <summary>Lists the records of a table that cannot be used: file, line, column, value, reason.</summary>
internal static class TableQuarantine
{
    /// <summary>Adds a table's records to <c>ingest_quarantine</c>.</summary>
    public static void Add(DuckDbConnection connection, Arrival arrival, IReadOnlyList<CompanyFile> files)
    {
        var wrong = connection.List(
            $"SELECT rowid, wrong_column, wrong_text, file_no FROM {arrival.EngineName} WHERE rule = {TableRules.Quarantined} ORDER BY rowid",
            row => (Position: row.Int64(0), Column: arrival.Table.Columns[row.Int32(1) - 1], Text: row.String(2), File: row.Int32(3)));
        if (wrong.Count == 0)
        {
            return;
        }

        IReadOnlyList<(string Path, long Line)> places = arrival.Locate([.. wrong.Select(row => row.Position)]);
        using DuckDbAppender appender = connection.Appender("ingest_quarantine");
        string?[] paths = [.. places.Select(place => place.Path)];
        long[] lines = [.. places.Select(place => place.Line)];
        string?[] columns = [.. wrong.Select(row => row.File <= files.Count ? files[row.File - 1].Columns.GetValueOrDefault(row.Column.Name, row.Column.Name) : row.Column.Name)];
        string?[] texts = [.. wrong.Select(row => row.Text)];
        string?[] reasons = [.. wrong.Select(row => Reason(row.Column, row.Text))];
        appender.Append(paths, lines, columns, texts, reasons);
        appender.Flush();
    }

    private static string Reason(ContractColumn column, string? text)
    {
        if (text is null)
        {
            return $"no {column.Name}";
        }

        if (column.Choices.Count > 0)
        {
            return $"{column.Name} is one of {string.Join(", ", column.Choices)}";
        }

        return column.Type switch
        {
            ContractType.Date or ContractType.Timestamp => $"not a date of the column's form for {column.Name}",
            ContractType.Number or ContractType.Integer => $"not a number that {column.Name} can be{Bounds(column)}",
            ContractType.Boolean => $"{column.Name} is true or false",
            _ => $"no {column.Name} is known for it",
        };
    }

    private static string Bounds(ContractColumn column) => (column.Minimum, column.Maximum) switch
    {
        ({ } least, { } most) => FormattableString.Invariant($", from {least} to {most}"),
        ({ } least, null) => FormattableString.Invariant($", at least {least}"),
        (null, { } most) => FormattableString.Invariant($", at most {most}"),
        _ => string.Empty,
    };
}
