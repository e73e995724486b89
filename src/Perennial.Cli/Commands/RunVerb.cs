using System.CommandLine;
using System.Globalization;
using System.Text;
using Perennial.Cli.Options;
using Perennial.Cli.Terminal;
using Perennial.Reports;

namespace Perennial.Cli.Commands;

/// <summary>From a file of transactions to a value for every customer.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string[]> _inputs = new("INPUT") { Description = "Files of one shape: CSV, TSV or other text, Parquet, newline JSON or XLSX; text may be gzipped. Or a company's folder, one file a table.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _saveMap = SaveMap.Flag();
    private readonly SettingFlags _flags;

    public RunVerb()
        : base("run", "Value every customer in a file of transactions.")
    {
        Add(_inputs);
        _flags = new SettingFlags(this, Settings.All);
        Add(_saveMap);
    }

    public override string Story => """
        Reads the transactions, says what is in them, tests models on months they have not seen, and
        values every customer with an interval. Results are in DIR: report.html to read, scores.csv and
        scores.parquet to use, model-card.md with what the model assumes and how well it did, run.json
        with every figure, quarantine.csv with the rows that could not be read. Options may also stand in
        the environment (PERENNIAL_RUN_HORIZON) or in perennial.json; 'perennial options' shows what takes
        effect.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial run orders.csv", "Everything by default: columns recognised, weeks, the next 365 days, 10 % discount."),
        ("perennial run 2023.csv 2024.csv --margin 35% --currency EUR --out customers", "Two files as one log; values are margin, in euro."),
        ("perennial run export.csv --map customer=Kunde,date=Datum,amount=Betrag --save-map shop.json", "State the columns once, and keep them for the next export."),
        ("perennial run company/ --recurring stripe", "A whole company: customers, subscriptions, invoices, costs and more, one file a table."),
        ("perennial run log.csv --as-of 2024-06-30 --horizon lifetime --holdout 26w", "As known on a day, for the whole remaining lifetime, tested on 26 hidden weeks."),
    ];

    public override IReadOnlyList<string> Faults(Session session) => Resolve(session).Faults;

    public override int Run(Session session)
    {
        RunOptions options = Resolve(session).Options;
        Talk talk = session.Talk(LogFolder(options.Out), Name);
        talk.Detail($"perennial {App.Version} {Name} {string.Join(' ', options.Inputs)}");
        RunRecord record = MappingQuestion.Until(session, options, o => talk.While(log => session.Surroundings.Pipeline(o, log, session.Surroundings.Cancellation)));
        SaveMap.Write(session, _saveMap, record.Mapping);
        foreach ((string stage, double seconds) in record.Timings)
        {
            talk.Detail(string.Create(CultureInfo.InvariantCulture, $"{stage}: {seconds:0.000} s"));
        }

        if (session.Json)
        {
            session.Out.Write(Json(record));
        }
        else
        {
            Headline.Show(session, record, options.Out);
        }

        return App.Done;
    }

    /// <summary>Gives where the logs of a results folder are.</summary>
    public static string LogFolder(string folder) => Path.Combine(folder, Pipeline.WorkspaceFolder, "logs");

    /// <summary>Gives run.json.</summary>
    public static string Json(RunRecord record)
    {
        using var stream = new MemoryStream();
        RunJson.Write(stream, record);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private Resolution Resolve(Session session) => _flags.Resolve(session.Parsed.GetResult(_inputs)?.Tokens.Select(t => t.Value).ToList() ?? [], session);
}
