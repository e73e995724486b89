using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Perennial.Cli.Options;
using Perennial.Cli.Terminal;
using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Ingest.Tables;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>What is in a file: format, mapping with evidence, quality; no model.</summary>
internal sealed class InspectVerb : Verb
{
    private static readonly string[] Relevant = ["map", "mapping", "sheet", "as-of", "currency", "timezone", "control-total", "quarantine-limit", "threads"];
    private readonly Argument<string[]> _inputs = new("INPUT") { Description = "Files of one shape, as for 'run'; or a company's folder, one file a table.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _saveMap = SaveMap.Flag();
    private readonly SettingFlags _flags;

    public InspectVerb()
        : base("inspect", "Show what is in a file: format, columns with evidence, quality; no model.")
    {
        Add(_inputs);
        _flags = new SettingFlags(this, Settings.All.Where(s => Relevant.Contains(s.Name, StringComparer.Ordinal)));
        Add(_saveMap);
    }

    public override string Story => """
        Reads the whole input as 'run' would and stops before any model: which format it is, which
        column plays which role and why, what was found about its quality and what 'run' would do
        about it, and where every row goes. Writes nothing unless --save-map is given.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial inspect orders.csv", "What is in it."),
        ("perennial inspect export.csv --map customer=Kunde --save-map shop.json", "Correct a column and keep the mapping for the next export."),
        ("perennial inspect company/", "Which file of a company is which table, and what is inconsistent among them."),
        ("perennial inspect orders.csv --control-total ledger.csv --json", "Net revenue by month against the ledger, for a program."),
    ];

    public override IReadOnlyList<string> Faults(Session session) => Resolve(session).Faults;

    public override int Run(Session session)
    {
        RunOptions options = Resolve(session).Options;
        var talk = new Talk(session.Surroundings, session.Volume, null);
        if (options.Inputs is [var place] && CompanyStage.IsCompany(place))
        {
            return Company(session, options, talk);
        }

        IngestResult result = MappingQuestion.Until(session, options, o => talk.While(log =>
        {
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = o.Threads });
            using DuckDbConnection connection = database.Connect();
            return IngestStage.Run(connection, o.Inputs, o.Ingest, log, session.Surroundings.Cancellation);
        }));
        SaveMap.Write(session, _saveMap, result.Mapping);
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(result, CliJson.Indented));
        }
        else
        {
            Show(session, result);
        }

        return App.Done;
    }

    private static int Company(Session session, RunOptions options, Talk talk)
    {
        CompanyTables company = talk.While(log =>
        {
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = options.Threads });
            using DuckDbConnection connection = database.Connect();
            return CompanyStage.Run(connection, options.Inputs[0], options.Ingest, log, session.Surroundings.Cancellation);
        });
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(company, CliJson.Indented));
        }
        else
        {
            CompanyScreen.Show(session, company);
        }

        return App.Done;
    }

    private static void Show(Session session, IngestResult result)
    {
        IAnsiConsole console = session.Results;
        foreach (InputFile file in result.Inputs)
        {
            session.Out.WriteLine(Text($"  {file.Path}: {file.Format}; layout {file.Layout}; {file.Rows:N0} rows"));
        }

        Table mapping = Screen.Table("Role", "Column", ">Sure", "Why", "Read as", "Such as");
        foreach (MappedColumn column in result.Mapping.Columns)
        {
            mapping.AddRow(column.Role, Screen.Plain(column.Column), column.Confidence.ToString("P0", CultureInfo.InvariantCulture), Screen.Plain(column.Evidence), Screen.Plain(column.Format ?? string.Empty), Screen.Plain(string.Join(", ", column.Samples.Take(3))));
        }

        console.Write(mapping);
        foreach (string warning in result.Mapping.Warnings)
        {
            session.Out.WriteLine($"  {warning}");
        }

        Table quality = Screen.Table("Quality", ">Count", ">Revenue", "Such as", "What is done");
        foreach (QualityFinding finding in result.Quality)
        {
            string colour = finding.Severity switch { "serious" => "red", "warning" => "yellow", _ => "default" };
            quality.AddRow(
                $"[{colour}]{Screen.Plain(finding.Severity)}[/]: {Screen.Plain(finding.Title)}",
                finding.Count.ToString("N0", CultureInfo.InvariantCulture),
                finding.RevenueShare?.ToString("P1", CultureInfo.InvariantCulture) ?? string.Empty,
                Screen.Plain(string.Join(", ", finding.Examples.Take(2))),
                Screen.Plain(finding.Done));
        }

        console.Write(quality);
        if (result.ControlTotal.Count > 0)
        {
            Table ledger = Screen.Table("Month", ">Data", ">Ledger", ">Difference");
            foreach (ControlTotalMonth month in result.ControlTotal)
            {
                ledger.AddRow(month.Month, Money(month.Data), Money(month.Ledger), Money(month.Difference));
            }

            console.Write(ledger);
        }

        string setAside = string.Concat(result.Rows.SetAside.Select(rule => Text($" + {rule.Value:N0} set aside ({rule.Key})")));
        Screen.Facts(session,
        [
            ("Rows", Text($"{result.Rows.In:N0} in = {result.Rows.Used:N0} used + {result.Rows.Quarantined:N0} quarantined{setAside}")),
            ("Days", Text($"from {result.FirstDay:yyyy-MM-dd}, as of {result.AsOf:yyyy-MM-dd}")),
            ("Amounts", result.HasAmounts ? result.Currency ?? "yes; the data name no currency" : "none: everything but money can be computed"),
        ]);
    }

    private static string Money(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private Resolution Resolve(Session session) => _flags.Resolve(session.Parsed.GetResult(_inputs)?.Tokens.Select(t => t.Value).ToList() ?? [], session);
}
