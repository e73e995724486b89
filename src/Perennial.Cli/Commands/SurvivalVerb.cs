using System.CommandLine;
using System.Globalization;
using Perennial.Cli.Options;
using Perennial.Cli.Terminal;
using Perennial.Ingest.Snapshots;
using Perennial.Reports.Snapshots;
using Perennial.Training.Snapshots;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>How long customers stay, from a table with one row a customer.</summary>
internal sealed class SurvivalVerb : Verb
{
    private readonly Argument<string[]> _inputs = new("INPUT") { Description = "Files of one shape, one row a customer.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _out = new("--out") { Description = "Folder for the results. Default: ./perennial-survival.", HelpName = "DIR" };
    private readonly Option<string> _tenure = Column("--tenure", "How long a customer has stayed.");
    private readonly Option<string> _left = new("--left") { Description = "Column that says who left; with =WORD, the word that means it. Default: recognised by name and content.", HelpName = "COLUMN[=WORD]" };
    private readonly Option<string> _by = Column("--by", "Groups to compare.");
    private readonly Option<string> _id = Column("--id", "The customer's id.");
    private readonly Option<string> _value = Column("--value", "What a customer pays a month.");
    private readonly Option<string> _unit = new("--unit") { Description = "Unit of the time stayed: day, week, month or year. Default: said by the column's name, else month.", HelpName = "UNIT" };
    private readonly Option<string> _within = new("--left-within") { Description = "The table holds only those who were customers within so many last months. Default: everybody who ever joined.", HelpName = "MONTHS" };
    private readonly Option<string[]> _leaveOut = new("--leave-out") { Description = "Columns nothing is to be learned from.", HelpName = "COLUMN", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _use = new("--use") { Description = "Columns to learn from although they look as if they knew the future.", HelpName = "COLUMN", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _threads = new("--threads") { Description = "Threads; 0 takes all cores. Never changes a result. Default: 0.", HelpName = "N" };

    public SurvivalVerb()
        : base("survival", "Show how long customers stay, from a table with one row a customer.")
    {
        Add(_inputs);
        _unit.CompletionSources.Add("day", "week", "month", "year");
        foreach (Option option in (Option[])[_out, _tenure, _left, _by, _id, _value, _unit, _within, _leaveOut, _use, _threads])
        {
            Add(option);
        }
    }

    public override string Story => """
        For a table that says of each customer how long they have stayed and whether they left: survival
        curves by group with bands and the log-rank test, what goes with leaving, and for each customer
        who is still there a calibrated chance to leave within 3 and 12 months. Models are compared on
        customers they were not fitted on. Columns that know the future are named and left out.
        Writes report.html, survival.json, curves.csv, customers.csv and quarantine.csv.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial survival subscribers.csv", "Columns are recognised; the report says which and why."),
        ("perennial survival members.xlsx --tenure 'Days active' --left 'Status=Cancelled' --by Plan", "State them."),
        ("perennial survival subscribers.csv --left-within 3", "A table drawn now, whose leavers all left in the last quarter."),
    ];

    public override IReadOnlyList<string> Faults(Session session)
    {
        List<string> faults = [];
        _ = Read(session, faults);
        return faults;
    }

    public override int Run(Session session)
    {
        SnapshotOptions options = Read(session, []);
        string folder = session.Parsed.GetValue(_out) ?? "./perennial-survival";
        var talk = new Talk(session.Surroundings, session.Volume, null);
        string[] inputs = [.. session.Parsed.GetResult(_inputs)?.Tokens.Select(t => t.Value) ?? []];
        (SnapshotTable table, StayRecord stay, StayScores scores, IReadOnlyList<string> files) = talk.While(log =>
            SnapshotPath.Run(inputs, options, folder, Texts.Count("threads", session.Parsed.GetValue(_threads) ?? "0", 0, 1024), log, session.Surroundings.Cancellation));
        if (session.Json)
        {
            session.Out.WriteLine(StayFiles.ToJson(table, stay, Pipeline.Version));
            return App.Done;
        }

        Table curves = Screen.Table(table.By?.Name ?? "Customers", ">Customers", ">Left", ">Stay 12 months", ">24 months", ">Median, months");
        foreach (StayCurve curve in stay.Curves)
        {
            curves.AddRow(curve.Group.Length == 0 ? "All" : Screen.Plain(curve.Group), Count(curve.Customers), Count(curve.Leavers), At(curve, 12), At(curve, 24), curve.Median?.ToString("0.#", CultureInfo.InvariantCulture) ?? "not reached");
        }

        session.Results.Write(curves);
        string setAside = string.Concat(table.Rows.SetAside.Select(rule => Text($" + {rule.Value:N0} set aside ({rule.Key})")));
        Screen.Facts(session,
        [
            ("Rows", Text($"{table.Rows.In:N0} in = {table.Rows.Used:N0} used + {table.Rows.Quarantined:N0} quarantined{setAside}")),
            ("Columns", string.Join("; ", table.Roles.Select(role => $"{role.Role}: {role.Column}"))),
            .. table.LeftOut.Count == 0 ? Array.Empty<(string, string)>() : [("Left out", string.Join(", ", table.LeftOut.Select(column => column.Column)))],
            ("Expected", Text($"{scores.WithinYear.Sum():N0} of {scores.Id.Length:N0} who are there leave within a year ({stay.Chosen})")),
            ("Files", string.Join(", ", files)),
        ]);
        foreach (string warning in stay.Warnings)
        {
            session.Out.WriteLine($"  {warning}");
        }

        return App.Done;
    }

    private SnapshotOptions Read(Session session, List<string> faults)
    {
        string? unit = session.Parsed.GetValue(_unit), within = session.Parsed.GetValue(_within), threads = session.Parsed.GetValue(_threads);
        if (unit is not null and not ("day" or "week" or "month" or "year"))
        {
            faults.Add($"--unit is '{unit}'. A unit is day, week, month or year.");
        }

        double months = 0;
        if (within is not null && !(double.TryParse(within, NumberStyles.Float, CultureInfo.InvariantCulture, out months) && months > 0 && double.IsFinite(months)))
        {
            faults.Add($"--left-within is '{within}'. It is a positive number of months.");
        }

        if (threads is not null && !(int.TryParse(threads, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= 1024))
        {
            faults.Add($"--threads is '{threads}'. It is a whole number from 0 to 1024.");
        }

        return new()
        {
            Tenure = session.Parsed.GetValue(_tenure),
            Left = session.Parsed.GetValue(_left),
            By = session.Parsed.GetValue(_by),
            Id = session.Parsed.GetValue(_id),
            Value = session.Parsed.GetValue(_value),
            Unit = unit,
            LeftWithin = months > 0 ? months : null,
            LeaveOut = session.Parsed.GetValue(_leaveOut) ?? [],
            Use = session.Parsed.GetValue(_use) ?? [],
        };
    }

    private static Option<string> Column(string flag, string what) => new(flag) { Description = $"{what} Default: recognised by name and content.", HelpName = "COLUMN" };

    private static string At(StayCurve curve, int month) => month < curve.Points.Count ? curve.Points[month].Stayed.ToString("P1", CultureInfo.InvariantCulture) : string.Empty;

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
