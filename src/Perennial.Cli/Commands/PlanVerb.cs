using System.CommandLine;
using System.Text.Json;
using Perennial.Decisions.Plans;
using Perennial.Decisions.Plans.Checks;
using Perennial.Kernel;
using Perennial.Reports;

namespace Perennial.Cli.Commands;

/// <summary>A programme to raise what customers are worth: written from a run, held against itself and against what happens.</summary>
internal sealed class PlanVerb : Verb
{
    private static readonly string[] Actions = ["init", "check", "track"];
    private readonly Argument<string> _action = new("ACTION") { Description = "init, check or track." };
    private readonly Argument<string> _place = new("PLACE") { Description = "For check and track the plan, YAML or CSV; for init the folder of a run's results." };
    private readonly Option<string[]> _run = new("--run") { Description = "Folders of results to hold the plan against; the run of the latest day tells where it stands.", HelpName = "DIR", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _out = new("--out") { Description = "File to write: for init the plan (default: plan.yaml, never overwritten), for track a table of everything (CSV).", HelpName = "FILE" };
    private readonly Option<string> _by = new("--by") { Description = "For init the column customers are told apart by: segment, channel, country or industry. Default: segment.", HelpName = "COLUMN" };

    public PlanVerb()
        : base("plan", "Write a plan from a run, and hold it against itself and against what happens.")
    {
        _action.CompletionSources.Add(Actions);
        _by.CompletionSources.Add("segment", "channel", "country", "industry");
        Add(_action);
        Add(_place);
        Add(_run);
        Add(_out);
        Add(_by);
    }

    public override string Story => """
        A plan is a file people edit: goals, segments with targets, drivers, tactics, investments and
        milestones (docs/how-to/plan.md). 'init' writes one with today's values from a run; targets are
        for people to set. 'check' finds what does not hold together in it and ends with 1 where two
        statements contradict each other; with --run also what the data contradict. 'track' says where
        everything stands: trend, gap, growth needed, the chance to be there in time, and what the rule
        advises. A plan.yaml in a company's folder is tracked in every run's report.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial plan init perennial-out --out plan.yaml", "A plan with today's values of the run in ./perennial-out."),
        ("perennial plan check samples/plan.yaml", "What does not hold together in a plan, with lines."),
        ("perennial plan track plan.yaml --run perennial-out --out plan.csv", "Where everything stands, on the screen and as a table."),
    ];

    public override IReadOnlyList<string> Faults(Session session)
    {
        string? action = session.Parsed.GetResult(_action) is { Tokens.Count: > 0 } ? session.Parsed.GetValue(_action) : null;
        List<string> faults = [];
        if (action is not null && !Actions.Contains(action, StringComparer.Ordinal))
        {
            faults.Add($"'{action}' is none of: {string.Join(", ", Actions)}.");
        }

        if (action == "track" && session.Parsed.GetValue(_run) is not { Length: > 0 })
        {
            faults.Add("'plan track' needs --run: the folder of a run's results.");
        }

        if (session.Parsed.GetValue(_by) is { } by && by is not ("segment" or "channel" or "country" or "industry"))
        {
            faults.Add($"--by is '{by}'. It is segment, channel, country or industry.");
        }

        return faults;
    }

    public override int Run(Session session)
    {
        string place = session.Parsed.GetValue(_place)!;
        return session.Parsed.GetValue(_action) switch
        {
            "init" => Init(session, place),
            "check" => Check(session, PlanFile.Load(place)),
            _ => Track(session, PlanFile.Load(place)),
        };
    }

    private int Init(Session session, string folder)
    {
        PlanActuals actuals = PlanPath.Actuals(PlanPath.Runs(folder)[^1]);
        string path = session.Parsed.GetValue(_out) ?? PlanFile.Name;
        if (File.Exists(path))
        {
            throw new PerennialException("options/file-exists", Fault.Usage, $"There is a file '{path}' already, and a plan is people's work: name another with --out, or move it.");
        }

        Plan plan = PlanDraft.Of(actuals, session.Parsed.GetValue(_by) ?? "segment");
        File.WriteAllText(path, PlanWriter.Write(plan));
        session.Out.WriteLine(PlanNumber.Text($"  {path}: {plan.Goals.Count} goals and {plan.Segments.Count} groups by {plan.Dimension} with the values of run {actuals.RunId}; targets are open. 'perennial plan check {path}' lists what to set."));
        return App.Done;
    }

    private int Check(Session session, PlanFile file)
    {
        PlanActuals? actuals = session.Parsed.GetValue(_run) is { Length: > 0 } folders ? PlanPath.Actuals(Runs(folders)[^1]) : null;
        IReadOnlyList<PlanFinding> findings = PlanChecks.Of(file, actuals);
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(findings, CliJson.Indented));
        }
        else
        {
            PlanScreen.Findings(session, file.Path, findings);
        }

        return findings.Any(finding => finding.Gravity == PlanGravity.Contradiction) ? (int)Fault.Data : App.Done;
    }

    private int Track(Session session, PlanFile file)
    {
        PlanRecord record = PlanPath.Track(file, Runs(session.Parsed.GetValue(_run)!));
        if (session.Parsed.GetValue(_out) is { } path)
        {
            File.WriteAllText(path, PlanCsv.Write(record));
        }

        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(record, CliJson.Indented));
        }
        else
        {
            PlanScreen.Track(session, record);
        }

        return App.Done;
    }

    private static RunRecord[] Runs(string[] folders) => [.. folders.SelectMany(PlanPath.Runs).OrderBy(run => run.AsOf)];
}
