using Perennial.Cli.Terminal;
using Perennial.Decisions.Plans;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary>A plan on the terminal: what does not hold together in it, and where it stands.</summary>
internal static class PlanScreen
{
    /// <summary>Writes what was found in a plan.</summary>
    public static void Findings(Session session, string path, IReadOnlyList<PlanFinding> findings)
    {
        Table table = Screen.Table(">Line", "Where", "Found", "Consistent would be");
        foreach (PlanFinding finding in findings)
        {
            string colour = finding.Gravity == PlanGravity.Contradiction ? "red" : "default";
            table.AddRow(PlanNumber.Write((double)finding.Line, PlanUnit.Count), $"[{colour}]{Screen.Plain(finding.Code)}[/]\n{Screen.Plain(finding.Place)}", Screen.Plain(finding.Found), Screen.Plain(finding.Consistent));
        }

        session.Results.Write(table);
        session.Out.WriteLine($"  {path}: {PlanWords.Tally(findings)}");
    }

    /// <summary>Writes where a plan stands.</summary>
    public static void Track(Session session, PlanRecord record)
    {
        session.Out.WriteLine(PlanNumber.Text($"  {record.Name} ({record.Stands}) against run {record.RunId} of {record.AsOf:yyyy-MM-dd}{(record.Label is { } label ? "; " + label : string.Empty)}"));
        Table goals = Screen.Table("What", ">Today", ">Target", "By", ">Gap", ">Growth a month", "Trend", ">Chance", "Stands", "What the rule advises");
        foreach (PlanStanding one in record.Standings.Where(one => one.Place.StartsWith("goals", StringComparison.Ordinal) || one is { DefinitionId: not null, Target: not null }))
        {
            goals.AddRow(
                Screen.Plain(one.Place.StartsWith("goals", StringComparison.Ordinal) ? one.Name : one.Place), PlanNumber.Write(one.Actual, one.Unit), PlanNumber.Write(one.Target, one.Unit), PlanNumber.Text($"{one.Due:yyyy-MM-dd}"), PlanNumber.Write(one.Gap, one.Unit),
                PlanNumber.Write(one.Monthly, PlanUnit.Share), $"{one.Arrow} {(one.Trend is null ? string.Empty : PlanNumber.Write(one.Trend, PlanUnit.Share))}", PlanNumber.Write(one.Chance, PlanUnit.Share), one.Status, Screen.Plain(one.Action));
        }

        session.Results.Write(goals);
        Table segments = Screen.Table("Segment", ">Customers", ">Value", ">Target", ">Growth to it", ">Retention", ">Expansion", "Priority");
        foreach (SegmentStanding one in record.Segments)
        {
            segments.AddRow(
                Screen.Plain(one.Name), PlanNumber.Write((double?)one.Customers, PlanUnit.Count), PlanNumber.Write(one.Value, PlanUnit.Money), PlanNumber.Write(one.Target, PlanUnit.Money), PlanNumber.Write(one.Growth, PlanUnit.Share),
                PlanNumber.Write(one.Retention, PlanUnit.Share), PlanNumber.Write(one.Expansion, PlanUnit.Share), one.Priority is null ? "–" : one.ByRule is null || one.ByRule == one.Priority ? one.Priority : $"{one.Priority} (by rule {one.ByRule})");
        }

        Table milestones = Screen.Table("Milestone", "Due", "Stands", "Why");
        foreach (PlanMark one in record.Milestones)
        {
            milestones.AddRow(Screen.Plain(one.Name), PlanNumber.Text($"{one.Due:yyyy-MM-dd}"), one.Status, Screen.Plain(one.Said));
        }

        Write(session, segments, milestones);
        Worth(session, record);
    }

    private static void Worth(Session session, PlanRecord record)
    {
        Table changes = Screen.Table("What moves the value of a customer", ">From", ">To", ">Revenue", ">Retention", ">Cost");
        foreach (ChangeOfValue one in record.Changes)
        {
            changes.AddRow(Screen.Plain(one.What), Money(one.Start), Money(one.End), Part(one, one.Revenue), Part(one, one.Retention), Part(one, one.Cost));
        }

        Table tornado = Screen.Table("Driver", ">Today", ">Low", ">High", ">Value at low", ">At high", "Range");
        foreach (TornadoBar one in record.Tornado)
        {
            tornado.AddRow(one.Of, PlanNumber.Write(one.Today, one.Unit), PlanNumber.Write(one.Low, one.Unit), PlanNumber.Write(one.High, one.Unit), PlanNumber.Write(one.AtLow, PlanUnit.Money), PlanNumber.Write(one.AtHigh, PlanUnit.Money), Screen.Plain(one.Range));
        }

        Table investments = Screen.Table("Investment", ">Spent", ">Comes back", ">Multiple", ">Net return", ">Present value", "Internal rate", ">Paid back", ">Loss");
        foreach (InvestmentCase one in record.Investments)
        {
            investments.AddRow(
                Screen.Plain(one.Name), Money(one.Amount), Money(one.Returns), PlanNumber.Write(one.Multiple, PlanUnit.Count), PlanNumber.Write(one.NetReturn, PlanUnit.Share), PlanNumber.Write(one.Npv, PlanUnit.Money), Screen.Plain(one.RatesSaid),
                one.Payback is { } month ? PlanNumber.Text($"month {month}") : "–", PlanNumber.Write(one.Loss, PlanUnit.Share));
        }

        Table advice = Screen.Table("Recommendation", ">Adds", ">Costs", ">By unit", "On what it rests");
        foreach (Recommendation one in record.Recommendations)
        {
            advice.AddRow(Screen.Plain(one.Title), PlanNumber.Write(one.Gain, PlanUnit.Money), PlanNumber.Write(one.Cost, PlanUnit.Money), PlanNumber.Write(one.PerUnit, PlanUnit.Count), Screen.Plain(one.Evidence));
        }

        Write(session, changes, tornado, investments, advice);

        session.Out.WriteLine($"  In the plan: {PlanWords.Tally(record.Findings)} 'perennial plan check' lists them.");
    }

    // A table without rows says nothing.
    private static void Write(Session session, params Table[] tables)
    {
        foreach (Table table in tables.Where(table => table.Rows.Count > 0))
        {
            session.Results.Write(table);
        }
    }

    private static string Money(decimal amount) => PlanNumber.Write(amount, PlanUnit.Money);

    private static string Part(ChangeOfValue change, decimal part) => $"{Money(part)} ({PlanNumber.Write(change.Share(part), PlanUnit.Share)})";
}
