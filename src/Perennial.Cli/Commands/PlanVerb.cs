using System.CommandLine;
using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Decisions.Plans;
using Perennial.Decisions.Plans.Checks;
using Perennial.Kernel;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>A programme to raise what customers are worth: written from a run, held against itself and against what happens.</summary>
internal sealed class PlanVerb : Verb
{
    private readonly Argument<string> _action = new("ACTION") { Description = "check." };
    private readonly Argument<string> _place = new("PLAN") { Description = "The plan, YAML or CSV." };

    public PlanVerb()
        : base("plan", "Hold a plan against itself and against what happens.")
    {
        _action.CompletionSources.Add("check");
        Add(_action);
        Add(_place);
    }

    public override string Story => """
        A plan is a file people edit: goals, segments with targets, drivers, tactics, investments and
        milestones (docs/how-to/plan.md). 'check' finds what does not hold together in it: totals,
        returns, retention that alone brings more than it is credited with, targets that cannot be. It ends
        with 1 where two statements contradict each other.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples => [("perennial plan check samples/plan.yaml", "What does not hold together in a plan, with lines.")];

    public override IReadOnlyList<string> Faults(Session session) =>
        session.Parsed.GetResult(_action) is { Tokens.Count: > 0 } && session.Parsed.GetValue(_action) is not "check" ? [$"'{session.Parsed.GetValue(_action)}' is none of: check."] : [];

    public override int Run(Session session)
    {
        PlanFile file = PlanFile.Load(session.Parsed.GetValue(_place)!);
        return Check(session, file);
    }

    private static int Check(Session session, PlanFile file)
    {
        IReadOnlyList<PlanFinding> findings = PlanChecks.Of(file);
        int exit = findings.Any(finding => finding.Gravity == PlanGravity.Contradiction) ? (int)Fault.Data : App.Done;
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(findings, CliJson.Indented));
            return exit;
        }

        Table table = Screen.Table(">Line", "Where", "Found", "Consistent would be");
        foreach (PlanFinding finding in findings)
        {
            string colour = finding.Gravity == PlanGravity.Contradiction ? "red" : "default";
            table.AddRow(PlanNumber.Write((double)finding.Line, PlanUnit.Count), $"[{colour}]{Screen.Plain(finding.Code)}[/]\n{Screen.Plain(finding.Place)}", Screen.Plain(finding.Found), Screen.Plain(finding.Consistent));
        }

        session.Results.Write(table);
        session.Out.WriteLine($"  {file.Path}: {PlanWords.Tally(findings)}");
        return exit;
    }
}
