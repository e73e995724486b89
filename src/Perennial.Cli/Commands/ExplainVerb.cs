using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Perennial.Cli.Options;
using Perennial.Cli.Terminal;
using Perennial.Reports.Lineage;
using Perennial.Store;
using Perennial.Training;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>Where one customer's numbers come from.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Option<string> _customer = new("--customer") { Description = "The customer's id, exactly as in the data.", HelpName = "ID", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "Folder of the run. Default: ./perennial-out.", HelpName = "DIR" };

    public ExplainVerb()
        : base("explain", "Show where every number of one customer comes from.")
    {
        Add(_customer);
        Add(_out);
    }

    public override string Story => """
        Reads the published run and shows, for one customer: the raw rows (file, line and record), what was
        made of them, the scores, the model with its parameters, and the definition of the value. Every
        figure is read back from what the run kept; nothing is computed anew.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial explain --customer C00000042", "One customer of the last run in this folder."),
        ("perennial explain --customer 00042 --out ./perennial-demo --json", "One of another run, as JSON; ids keep their leading zeros."),
    ];

    public override int Run(Session session)
    {
        string folder = session.Parsed.GetValue(_out) ?? "./perennial-out";
        string workspace = Path.Combine(folder, Pipeline.WorkspaceFolder);
        Workspace.Open(workspace).SettleExports("perennial explain");
        CustomerLineage lineage = CustomerLineage.Of(workspace, session.Parsed.GetValue(_customer)!);
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(
                new
                {
                    customer_id = lineage.CustomerId,
                    run_id = lineage.Run.RunId,
                    as_of = lineage.Record.AsOf,
                    lineage.Record.Horizon,
                    definition_id = lineage.Record.DefinitionId,
                    lineage.Rows,
                    tables = lineage.Tables.ToDictionary(t => t.Table, t => t.Rows.Select(r => t.Columns.Zip(r).ToDictionary(p => p.First, p => p.Second))),
                    signals = lineage.Signals.Select(s => new { s.Signal.Id, s.Signal.Family, s.Value, s.Signal.Unit, s.Segment, z = s.Score, s.Percentile }),
                    lineage.Record.Chosen,
                    steps = ValueSteps.Of(lineage),
                    models = lineage.Record.Models.Select(m => new { m.Name, m.Parameters, m.Unit, m.Exit }),
                },
                CliJson.Indented));
            return App.Done;
        }

        Show(session, lineage);
        return App.Done;
    }

    private static void Show(Session session, CustomerLineage lineage)
    {
        Screen.Facts(session,
        [
            ("Customer", lineage.CustomerId),
            ("Run", $"{lineage.Run.RunId}, perennial {lineage.Run.CodeVersion}, seed {lineage.Run.Seed.ToString(CultureInfo.InvariantCulture)}"),
            ("As of", lineage.Record.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("Definition", $"{lineage.Record.DefinitionId} ('perennial definitions {lineage.Record.DefinitionId}')"),
        ]);
        Table rows = Screen.Table("1. The rows", "day", ">amount", "order", "what");
        foreach (RawRow row in lineage.Rows)
        {
            rows.AddRow(Screen.Plain(row.Place), row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Amount?.ToString("0.00##", CultureInfo.InvariantCulture) ?? string.Empty, Screen.Plain(row.OrderId ?? string.Empty), row.Kind);
        }

        session.Results.Write(rows);
        foreach (string path in lineage.Rows.Where(row => row.Line is null).Select(row => row.Path).Distinct(StringComparer.Ordinal))
        {
            session.Out.WriteLine($"  {path} is not there any more, or has changed since the run: records are counted, lines are not known.");
        }

        session.Out.WriteLine("  2. What was made of them, table by table");
        foreach (TableRows table in lineage.Tables)
        {
            session.Out.WriteLine();
            foreach (IReadOnlyList<string?> row in table.Rows)
            {
                session.Out.WriteLine($"  {table.Table}: {string.Join(", ", table.Columns.Zip(row, (column, value) => $"{column} {value ?? "-"}"))}");
            }
        }

        ShowSignals(session, lineage.Signals);
        session.Out.WriteLine();
        session.Out.WriteLine($"  3. The models (values use {lineage.Record.Chosen})");
        foreach (FittedModel model in lineage.Record.Models)
        {
            session.Out.WriteLine($"  {model.Name} ({model.Exit}, {model.Unit}): {string.Join(", ", model.Parameters.Select(p => $"{p.Key} {Texts.Number(p.Value)}"))}");
        }

        session.Out.WriteLine();
        session.Out.WriteLine("  4. How the value follows");
        foreach (string step in ValueSteps.Of(lineage))
        {
            session.Out.WriteLine($"  {step}");
        }
    }

    private static void ShowSignals(Session session, IReadOnlyList<SignalStanding> signals)
    {
        if (signals.Count == 0)
        {
            return;
        }

        session.Out.WriteLine();
        string peers = signals[0].Segment.Length == 0 ? "among customers without a segment" : $"in {Screen.Plain(signals[0].Segment)}";
        Table table = Screen.Table("Signals on the as-of day (docs/signals.md)", ">value", "unit", $">percentile {peers}");
        foreach (SignalStanding signal in signals)
        {
            table.AddRow(
                signal.Signal.Id,
                Texts.Number(signal.Value),
                signal.Signal.Unit,
                signal.Percentile is { } share ? Math.Round(100 * share).ToString("0", CultureInfo.InvariantCulture) : string.Empty);
        }

        session.Results.Write(table);
    }
}
