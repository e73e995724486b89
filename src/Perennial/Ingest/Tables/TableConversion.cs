using Perennial.DuckDb;
using Perennial.Ingest.Mapping;

namespace Perennial.Ingest.Tables;

/// <summary>Writes the SQL that turns a file's text columns into the columns of a table.</summary>
/// <param name="connection">The engine session, with the file's <c>ingest_sample</c>.</param>
/// <param name="match">Which column is which.</param>
/// <param name="profiles">What the file's columns look like.</param>
/// <param name="timeZone">Zone of the business day.</param>
internal sealed class TableConversion(DuckDbConnection connection, TableMatch match, IReadOnlyList<ColumnProfile> profiles, string timeZone)
{
    private const string Yes = "['true', 't', 'yes', 'y', '1', 'ja', 'oui', 'si']";
    private const string No = "['false', 'f', 'no', 'n', '0', 'nein', 'non']";

    /// <summary>Gives SQL of the columns of the contract the file has, as text: <c>NAME_text</c>.</summary>
    public IEnumerable<string> Cells() => match.Columns.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal).Select(pair => $"{Cell.Clean(Cell.Name(pair.Value.Index))} AS {Text(pair.Key)}");

    /// <summary>Gives SQL of every column of the contract, read; NULL where the file lacks it or the cell cannot be read.</summary>
    public IEnumerable<string> Values() => match.Table.Columns.Select(column => $"{(match.Columns.ContainsKey(column) ? Allowed(column, Read(column)) : $"CAST(NULL AS {column.EngineType})")} AS {column.Name}");

    /// <summary>Gives SQL of the first required column that is wrong, by its place in the table from 1; NULL where none is.</summary>
    public string Wrong()
    {
        IEnumerable<string> cases = match.Table.Columns.Select((column, i) => (column, i)).Where(c => c.column.Required && match.Columns.ContainsKey(c.column)).Select(c => $"WHEN {c.column.Name} IS NULL THEN {c.i + 1}");
        return Case(cases, "NULL");
    }

    /// <summary>Gives SQL of the cell that is wrong.</summary>
    public string WrongText()
    {
        IEnumerable<string> cases = match.Table.Columns.Select((column, i) => (column, i)).Where(c => c.column.Required && match.Columns.ContainsKey(c.column)).Select(c => $"WHEN wrong_column = {c.i + 1} THEN {Text(c.column)}");
        return Case(cases, "CAST(NULL AS VARCHAR)");
    }

    /// <summary>Gives SQL of the cells of columns that are not required and cannot be read: "column: cell" after column: cell; NULL where all can.</summary>
    public string Damage()
    {
        string[] damaged = [.. match.Columns.Keys.Where(column => !column.Required).OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => $"CASE WHEN {column.Name} IS NULL AND {Text(column)} IS NOT NULL THEN '{column.Name}: ' || left({Text(column)}, 60) END")];
        return damaged.Length == 0 ? "CAST(NULL AS VARCHAR)" : $"nullif(concat_ws(chr(31), {string.Join(", ", damaged)}), '')";
    }

    private static string Text(ContractColumn column) => $"{column.Name}_text";

    private static string Case(IEnumerable<string> cases, string otherwise)
    {
        string all = string.Join(' ', cases);
        return all.Length == 0 ? otherwise : $"CASE {all} END";
    }

    private string Read(ContractColumn column)
    {
        string text = column.ReadAs.Count == 0 ? Text(column) : Meant(column);
        ColumnProfile profile = profiles[match.Columns[column].Index];
        return column.Type switch
        {
            ContractType.Number => column.EngineType == "DECIMAL(18,4)" ? NumberReading.Of(profile).Sql(text) : $"try_cast({text} AS {column.EngineType})",
            ContractType.Integer => Whole(NumberReading.Of(profile).Sql(text)),
            ContractType.Date => Dates(profile).Day(static read => read, text, timeZone),
            ContractType.Timestamp => Instant(Dates(profile), text),
            ContractType.Boolean => $"CASE WHEN list_contains({Yes}, lower({text})) THEN true WHEN list_contains({No}, lower({text})) THEN false END",
            _ => column.Choices.Count == 0 ? text : Plain(text),
        };
    }

    private string Instant(DateReading reading, string text) => reading.Instant(static read => read, text, timeZone) ?? $"CAST({reading.Day(static read => read, text, timeZone)} AS TIMESTAMP)";

    private DateReading Dates(ColumnProfile profile) => DateReader.Decide(connection, profile, "ingest_sample", null).Reading;

    private static string Whole(string number) => $"CASE WHEN {number} = round({number}) THEN CAST({number} AS BIGINT) END";

    // A word of an export, by what it means; other words stay as they are.
    private static string Meant(ContractColumn column) =>
        $"CASE {Plain(Text(column))} {string.Join(' ', column.ReadAs.Select(pair => $"WHEN {DuckDbSql.Literal(pair.Key)} THEN {DuckDbSql.Literal(pair.Value)}"))} ELSE {Text(column)} END";

    private static string Plain(string text) => $"replace(replace(lower({text}), ' ', '_'), '-', '_')";

    private static string Allowed(ContractColumn column, string value)
    {
        if (column.Choices.Count > 0)
        {
            return $"CASE WHEN list_contains([{string.Join(", ", column.Choices.Select(DuckDbSql.Literal))}], {value}) THEN {value} END";
        }

        List<string> bounds = [];
        if (column.Minimum is { } least)
        {
            bounds.Add($"{value} >= {least.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        }

        if (column.Maximum is { } most)
        {
            bounds.Add($"{value} <= {most.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        }

        return bounds.Count == 0 ? value : $"CASE WHEN {string.Join(" AND ", bounds)} THEN {value} END";
    }
}
