using System.CommandLine;
using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Ingest;
using Perennial.Ingest.Simulated;
using Perennial.Reports;
using Perennial.Training;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>The whole way on a company whose truth is known, with truth and estimate side by side.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to. Default: ./perennial-demo.", HelpName = "DIR" };
    private readonly TransactionLogFlags _log;

    public DemoVerb()
        : base("demo", "Simulate a company whose truth is known, value its customers, and compare.")
    {
        Add(_out);
        _log = new TransactionLogFlags(this);
    }

    public override string Story => """
        Simulates a company, hides its future, runs the whole pipeline on its log, and prints what was
        estimated beside what is true: the parameters, who is still a customer, and what the next 365
        days really bring. DIR holds everything that 'run' would leave; DIR/company holds the log and
        the truth.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial demo", "Five thousand customers, two years, one seed."),
        ("perennial demo --seed 2 --customers 20000", "Another company, four times as large."),
        ("perennial demo --model bg-nbd --spend none", "People who leave right after a purchase; a log without amounts."),
    ];

    public override IReadOnlyList<string> Faults(Session session) => _log.Faults(session.Parsed);

    public override int Run(Session session)
    {
        TransactionLogOptions company = _log.Options(session.Parsed);
        string folder = session.Parsed.GetValue(_out) ?? "./perennial-demo";
        string companyFolder = Path.Combine(folder, "company");
        var options = new RunOptions
        {
            Inputs = [Path.Combine(companyFolder, "transactions.csv")],
            Out = folder,
            Ingest = new IngestOptions { AsOf = company.End },
            Training = new TrainingOptions { Seed = company.Seed },
        };
        Talk talk = session.Talk(RunVerb.LogFolder(folder), Name);
        (TransactionLogTruth truth, RunRecord run) = talk.While(log =>
            (SimulateVerb.Write(company, companyFolder, log, session.Surroundings.Cancellation), session.Surroundings.Pipeline(options, log, session.Surroundings.Cancellation)));

        IReadOnlyList<Comparison> comparisons = Comparison.Of(truth, run, companyFolder, Path.Combine(folder, "scores.csv"));
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(comparisons, CliJson.Indented));
            return App.Done;
        }

        Headline.Show(session, run, folder);
        Table table = Screen.Table("Known truth against estimate", ">truth", ">estimate", "remark");
        foreach (Comparison comparison in comparisons)
        {
            table.AddRow(Screen.Plain(comparison.What), Screen.Plain(comparison.Truth), Screen.Plain(comparison.Estimate), Screen.Plain(comparison.Remark));
        }

        session.Results.Write(table);
        session.Out.WriteLine("  Purchases of one day count as one, so estimated rates are a little below the true ones.");
        session.Out.WriteLine($"  Now your own data: perennial run FILE. The log that this was made from: {options.Inputs[0]}");
        return App.Done;
    }
}
