using System.Globalization;
using Perennial.Cli.Terminal;
using Perennial.Ingest.Tables;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary>A company's tables on the terminal: which file became which table, where every row went, what was found.</summary>
internal static class CompanyScreen
{
    /// <summary>Writes the three tables.</summary>
    public static void Show(Session session, CompanyTables company)
    {
        Table files = Screen.Table("File", ">Rows", "Table", "Why", "Columns not used");
        foreach (CompanyFile file in company.Files)
        {
            files.AddRow(
                Screen.Plain(Path.GetFileName(file.Path)),
                Number(file.Rows),
                file.Table ?? "[yellow]not used[/]",
                Screen.Plain(file.Why),
                Screen.Plain(file.Table is null ? string.Empty : string.Join(", ", file.Unused)));
        }

        session.Results.Write(files);
        Table tables = Screen.Table("Table", ">Rows in", ">Used", ">Quarantined", "Set aside", "Columns");
        foreach (TableAccount table in company.Tables)
        {
            tables.AddRow(
                table.Table,
                Number(table.Rows.In),
                Number(table.Rows.Used),
                Number(table.Rows.Quarantined),
                string.Join(", ", table.Rows.SetAside.Select(rule => $"{Number(rule.Value)} {rule.Key}")),
                Screen.Plain(string.Join(", ", table.Columns.Concat(table.Traits))));
        }

        session.Results.Write(tables);
        Table found = Screen.Table("Found", ">Rows", ">Share", "Such as", "What is done");
        foreach (TableFinding finding in company.Findings)
        {
            found.AddRow(
                $"{(finding.Stops ? "[red]" : "[default]")}{Screen.Plain(finding.Table)}, {Screen.Plain(finding.Rule)}[/]: {Screen.Plain(finding.Description)}",
                Number(finding.Count),
                finding.Share.ToString("P1", CultureInfo.InvariantCulture),
                Screen.Plain(string.Join(", ", finding.Examples.Take(3))),
                Screen.Plain(finding.Done));
        }

        session.Results.Write(found);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
