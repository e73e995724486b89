using System.CommandLine;
using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Ingest;
using Perennial.Ingest.Simulated;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Reports;
using Perennial.Training;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>The whole way on a company whose truth is known, with truth and estimate side by side.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to. Default: ./perennial-demo.", HelpName = "DIR" };
    private readonly CompanyFlags _company;
    private readonly TransactionLogFlags _log;

    public DemoVerb()
        : base("demo", "Simulate a company whose truth is known, value its customers, and compare.")
    {
        Add(_out);
        _company = new CompanyFlags(this);
        _log = new TransactionLogFlags(this);
    }

    public override string Story => """
        Simulates a company, hides its future, runs the whole pipeline on its log, and prints what was
        estimated beside what is true: the parameters, who is still a customer, and what the next 365
        days really bring. DIR holds everything that 'run' would leave; DIR/company holds the log and
        the truth.

        With --company it is a whole company with all its tables: gross and net value of the next year
        beside what is true of its customers and what came, by segment; how they were ranked; how often
        intervals held; and what was found of what was planted.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial demo", "Five thousand customers, two years, one seed."),
        ("perennial demo --company saas", "A company with subscriptions, costs and support: net values beside the truth."),
        ("perennial demo --seed 2 --customers 20000", "Another company, four times as large."),
        ("perennial demo --model bg-nbd --spend none", "People who leave right after a purchase; a log without amounts."),
    ];

    public override IReadOnlyList<string> Faults(Session session) =>
        _company.Asked(session.Parsed) ? _company.Faults(session.Parsed) : [.. _company.Faults(session.Parsed), .. _log.Faults(session.Parsed)];

    public override int Run(Session session) => _company.Asked(session.Parsed) ? Company(session) : Log(session);

    private int Log(Session session)
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
        Show(session, "Known truth against estimate", comparisons);
        session.Out.WriteLine("  Purchases of one day count as one, so estimated rates are a little below the true ones.");
        session.Out.WriteLine($"  Now your own data: perennial run FILE. The log that this was made from: {options.Inputs[0]}");
        return App.Done;
    }

    private int Company(Session session)
    {
        SimulatedCompanyOptions company = _company.Options(session.Parsed, DemoCustomers);
        string folder = session.Parsed.GetValue(_out) ?? "./perennial-demo";
        string tables = Path.Combine(folder, "company");
        Talk talk = session.Talk(RunVerb.LogFolder(folder), Name);
        (SimulatedCompanyTruth truth, RunRecord run) = talk.While(log =>
        {
            SimulatedCompanyTruth planted = SimulateVerb.Write(company, tables, log, session.Surroundings.Cancellation);
            var options = new RunOptions { Inputs = [tables], Out = folder, Ingest = new IngestOptions { AsOf = planted.End }, Training = new TrainingOptions { Seed = company.Seed } };
            return (planted, session.Surroundings.Pipeline(options, log, session.Surroundings.Cancellation));
        });
        IReadOnlyList<Comparison> values = CompanyComparison.Of(truth, run, Path.Combine(tables, SimulateVerb.TruthFolder, "truth_customers.csv"), folder), planted = PlantedComparison.Of(truth, run);
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize<IReadOnlyList<Comparison>>([.. values, .. planted], CliJson.Indented));
            return App.Done;
        }

        Headline.Show(session, run, folder);
        Show(session, "Known truth against estimate", values);
        Show(session, "What was planted against what was found", planted);
        session.Out.WriteLine("  The truth of a customer is the mean over their possible futures, everything planted known; what came is one of these.");
        session.Out.WriteLine($"  Now your own company: perennial run FOLDER. The tables that this was made from: {tables}");
        return App.Done;
    }

    // Few accounts that are billed by use have a commitment and leave: of fewer nothing could be learned.
    private static int DemoCustomers(string kind) => kind == "usage" ? 900 : SimulatedCompanyOptions.UsualCustomers(kind);

    private static void Show(Session session, string title, IReadOnlyList<Comparison> comparisons)
    {
        Table table = Screen.Table(title, ">truth", ">estimate", "remark");
        foreach (Comparison comparison in comparisons)
        {
            table.AddRow(Screen.Plain(comparison.What), Screen.Plain(comparison.Truth), Screen.Plain(comparison.Estimate), Screen.Plain(comparison.Remark));
        }

        session.Results.Write(table);
    }
}
