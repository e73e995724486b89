using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Perennial.Cli.Options;
using Perennial.Cli.Terminal;
using Perennial.Ingest.Simulated;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;

namespace Perennial.Cli.Commands;

/// <summary>Writes the log, or all tables, of a company that never was, and its truth.</summary>
internal sealed class SimulateVerb : Verb
{
    /// <summary>The folder of the truth, beside the tables.</summary>
    public const string TruthFolder = "truth";
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to. Default: ./perennial-simulated.", HelpName = "DIR" };
    private readonly Option<string> _rows = new("--rows") { Description = "Choose the number of customers so that the log has about N rows.", HelpName = "N" };
    private readonly CompanyFlags _company;
    private readonly TransactionLogFlags _log;

    public SimulateVerb()
        : base("simulate", "Write a synthetic company, or a log of transactions, whose truth is known.")
    {
        Add(_out);
        _company = new CompanyFlags(this);
        Add(_rows);
        _log = new TransactionLogFlags(this);
    }

    public override string Story => """
        With --company, DIR holds every table that such a company could bring, one CSV file each
        (customers, subscriptions, invoices, payments, usage, tickets, costs, interventions and more),
        and DIR/truth what is true: truth.json says what was planted, how strong, and what came of it;
        truth_customers.csv says of every customer what they are like, what they cost and what they
        will bring. The columns are those of the company tables' contract.

        Without it, DIR holds one log of transactions: customers' rates, drop-out and spend are drawn
        from the stated distributions, and they buy. transactions.csv is what a shop would know,
        customers.csv each customer's truth, the next 365 days included, and truth.json parameters
        and totals. The same options give the same bytes on every machine.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial simulate --company saas --out saas", "Subscriptions: 600 accounts over three years, with everything that can be found in them."),
        ("perennial simulate --company shop --customers 10000 --seed 3 --dirty", "Orders, returns and a campaign, with defects whose number is known."),
        ("perennial simulate --customers 2000 --seed 7", "Two thousand customers over two years."),
        ("perennial simulate --model bg-nbd --r 0.243 --alpha 4.414 --a 0.793 --b 2.426 --spend none --weeks 78", "Parameters of your own; no amounts."),
        ("perennial simulate --rows 10000000 --out big", "A log of about ten million rows."),
    ];

    public override IReadOnlyList<string> Faults(Session session)
    {
        if (_company.Asked(session.Parsed))
        {
            return _company.Faults(session.Parsed);
        }

        List<string> faults = [.. _company.Faults(session.Parsed), .. _log.Faults(session.Parsed)];
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
        if (_company.Asked(session.Parsed))
        {
            return Company(session);
        }

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

    private int Company(Session session)
    {
        SimulatedCompanyOptions options = _company.Options(session.Parsed);
        string folder = session.Parsed.GetValue(_out) ?? "./perennial-simulated";
        SimulatedCompanyTruth truth = session.Talk(Path.Combine(folder, "logs"), Name).While(log => Write(options, folder, log, session.Surroundings.Cancellation));
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(truth, CliJson.Indented));
            return App.Done;
        }

        Screen.Facts(session,
        [
            ("Company", truth.Company),
            ("Customers", string.Create(CultureInfo.InvariantCulture, $"{truth.Customers:N0}, of whom {truth.AliveAtEnd:N0} are there at the end")),
            ("From, to", $"{truth.Start:yyyy-MM-dd}, {truth.End:yyyy-MM-dd}"),
            ("Tables", folder),
            ("Truth", Path.Combine(folder, TruthFolder)),
        ]);
        return App.Done;
    }

    /// <summary>Writes the tables of a simulated company and its truth to a folder.</summary>
    public static SimulatedCompanyTruth Write(SimulatedCompanyOptions options, string folder, IRunLog log, CancellationToken cancellation)
    {
        // The truth has a folder of its own: whoever reads DIR as a company must not find it among the tables.
        string beside = Path.Combine(folder, TruthFolder);
        Directory.CreateDirectory(beside);
        log.Stage("Simulate", string.Create(CultureInfo.InvariantCulture, $"{options.Kind}, {options.Customers:N0} customers over {options.Months} months"));
        SimulatedCompanyTruth truth = SimulatedCompany.Write(options, name => File.Create(Path.Combine(name.StartsWith("truth_", StringComparison.Ordinal) ? beside : folder, name)), log, cancellation);
        File.WriteAllText(Path.Combine(beside, "truth.json"), JsonSerializer.Serialize(truth, CliJson.Indented) + "\n");
        return truth;
    }

    private long? Rows(Session session) =>
        session.Parsed.GetResult(_rows) is { Implicit: false, Tokens: [{ Value: { } text }] } ? Texts.Count("rows", text, 1, 2_000_000_000) : null;
}
