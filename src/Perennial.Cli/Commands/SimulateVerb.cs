using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Perennial.Cli.Options;
using Perennial.Cli.Terminal;
using Perennial.Ingest.Simulated;
using Perennial.Kernel;

namespace Perennial.Cli.Commands;

/// <summary>Writes the log of a company that never was, and its truth.</summary>
internal sealed class SimulateVerb : Verb
{
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to. Default: ./perennial-simulated.", HelpName = "DIR" };
    private readonly Option<string> _rows = new("--rows") { Description = "Choose the number of customers so that the log has about N rows.", HelpName = "N" };
    private readonly TransactionLogFlags _log;

    public SimulateVerb()
        : base("simulate", "Write a synthetic log of transactions whose truth is known.")
    {
        Add(_out);
        Add(_rows);
        _log = new TransactionLogFlags(this);
    }

    public override string Story => """
        Draws each customer's rate, drop-out and spend from the stated distributions and lets them buy.
        DIR then holds transactions.csv (what a shop would know), customers.csv (each customer's truth,
        the next 365 days included) and truth.json (parameters and totals). The same options give the
        same bytes on every machine.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial simulate --customers 2000 --seed 7", "Two thousand customers over two years."),
        ("perennial simulate --model bg-nbd --r 0.243 --alpha 4.414 --a 0.793 --b 2.426 --spend none --weeks 78", "Parameters of your own; no amounts."),
        ("perennial simulate --rows 10000000 --out big", "A log of about ten million rows."),
    ];

    public override IReadOnlyList<string> Faults(Session session)
    {
        List<string> faults = [.. _log.Faults(session.Parsed)];
        try
        {
            Rows(session);
        }
        catch (PerennialException e)
        {
            faults.Add(e.Message);
        }

        return faults;
    }

    public override int Run(Session session)
    {
        TransactionLogOptions options = _log.Options(session.Parsed);
        if (Rows(session) is { } rows)
        {
            options = TransactionLog.WithRows(options, rows);
        }

        string folder = session.Parsed.GetValue(_out) ?? "./perennial-simulated";
        var talk = session.Talk(Path.Combine(folder, "logs"), Name);
        TransactionLogTruth truth = talk.While(log => Write(options, folder, log, session.Surroundings.Cancellation));
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(truth, CliJson.Indented));
            return App.Done;
        }

        Screen.Facts(session,
        [
            ("Customers", truth.Customers.ToString("N0", CultureInfo.InvariantCulture)),
            ("Rows", truth.Rows.ToString("N0", CultureInfo.InvariantCulture)),
            ("From, to", $"{truth.Start:yyyy-MM-dd}, {truth.End:yyyy-MM-dd}"),
            ("Model", $"{truth.Model}: {string.Join(", ", truth.Parameters.Concat(truth.Spend).Select(p => $"{p.Key} {Texts.Number(p.Value)}"))}"),
            ("Log", Path.Combine(folder, "transactions.csv")),
            ("Truth", $"{Path.Combine(folder, "truth.json")}, {Path.Combine(folder, "customers.csv")}"),
        ]);
        return App.Done;
    }

    /// <summary>Writes the three files of a simulated company to a folder.</summary>
    public static TransactionLogTruth Write(TransactionLogOptions options, string folder, IRunLog log, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        log.Stage("Simulate", string.Create(CultureInfo.InvariantCulture, $"{options.Customers:N0} customers over {options.Weeks} weeks"));
        using FileStream transactions = File.Create(Path.Combine(folder, "transactions.csv"));
        using FileStream customers = File.Create(Path.Combine(folder, "customers.csv"));
        TransactionLogTruth truth = TransactionLog.Write(options, transactions, customers, log, cancellation);
        File.WriteAllText(Path.Combine(folder, "truth.json"), JsonSerializer.Serialize(truth, CliJson.Indented) + "\n");
        return truth;
    }

    private long? Rows(Session session) =>
        session.Parsed.GetResult(_rows) is { Implicit: false, Tokens: [{ Value: { } text }] } ? Texts.Count("rows", text, 1, 2_000_000_000) : null;
}
