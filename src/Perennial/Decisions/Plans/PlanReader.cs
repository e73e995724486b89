using System.Globalization;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Perennial.Decisions.Plans;

/// <summary>Reads a plan: every name it does not know is refused with the line and the names there are.</summary>
internal sealed class PlanReader
{
    internal static readonly YamlKind Kind = new("decisions/plan", "plan", "docs/how-to/plan.md says what a plan holds.");
    private static readonly string[] Statuses = ["planned", "active", "paused", "done"], Priorities = ["critical", "high", "medium", "low"], Channels = ["person", "product", "email", "community", "training"];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Reads a plan in YAML.</summary>
    /// <param name="text">The file.</param>
    /// <param name="path">What to call it in a sentence.</param>
    /// <exception cref="PerennialException">It is no plan (<c>decisions/plan</c>).</exception>
    public static PlanFile Read(TextReader text, string path)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException e)
        {
            throw new PerennialException(Kind.Code, Fault.Usage, string.Create(CultureInfo.InvariantCulture, $"The plan '{path}' is not YAML, line {e.Start.Line}: {e.Message}"), e);
        }

        return yaml.Documents.Count == 0
            ? throw new PerennialException(Kind.Code, Fault.Usage, $"The plan '{path}' is empty. {Kind.Advice}")
            : Read(new ContractNode(path, yaml.Documents[0].RootNode, Kind), path);
    }

    /// <summary>Reads a plan from its root.</summary>
    internal static PlanFile Read(ContractNode root, string path)
    {
        var reader = new PlanReader();
        return new(path, reader.Plan(root), reader._lines);
    }

    private Plan Plan(ContractNode root)
    {
        Only(root, "plan", "owners", "goals", "change", "segments", "drivers", "areas", "tactics", "investments", "milestones", "scorecard", "recommendations");
        ContractNode? segments = Part(root, "segments"), investments = Part(root, "investments");
        if (segments is { } s)
        {
            Only(s, "by", "rows");
        }

        return new Plan
        {
            Head = Head(root.Part("plan")),
            Owners = new SortedDictionary<string, string>((Part(root, "owners")?.Parts() ?? []).ToDictionary(owner => owner.Name, owner => owner.Value.Scalar(), StringComparer.Ordinal), StringComparer.Ordinal),
            Goals = [.. root.Items("goals").Select(Goal)],
            Change = Part(root, "change") is { } change ? Change(change) : null,
            Dimension = segments?.TextOrNull("by") ?? "segment",
            Segments = [.. (segments?.Items("rows") ?? []).Select(Segment)],
            Drivers = [.. (Part(root, "drivers")?.Parts() ?? []).Select(family => Table("drivers", family.Name, family.Value, ["revenue", "retention", "cost"]))],
            Areas = [.. (Part(root, "areas")?.Parts() ?? []).Select(family => Table("areas", family.Name, family.Value, ["usage", "expansion", "retention"]))],
            Tactics = [.. (Part(root, "tactics")?.Parts() ?? []).Select(tactic => Tactic(tactic.Name, tactic.Value))],
            Investments = investments is { } i ? Investments(i) : new([], null, null, null, null),
            Milestones = [.. root.Items("milestones").Select(Milestone)],
            Scorecard = [.. root.Items("scorecard").Select(Factor)],
            Recommendations = [.. root.Items("recommendations").Select(item => item.Scalar())],
        };
    }

    private PlanHead Head(ContractNode node)
    {
        Only(node, "name", "phase", "status", "environment", "updated", "starts", "currency", "discount", "definition", "label");
        Keep(node, "plan");
        decimal discount = Number(node, "discount") ?? PlanHead.UsualDiscount;
        return discount is < 0 or > 0.5m
            ? throw node.Part("discount").Refusal("The discount is an effective rate a year, from 0 to 0.5 (10 % is 0.1).")
            : new PlanHead(
                node.Text("name"), Text(node, "phase"), Word(node, "status", Statuses) ?? "planned", Text(node, "environment"), Day(node, "updated") ?? throw node.Refusal("'updated' is missing: the day of the last change, such as 2025-12-27."),
                Day(node, "starts"), Text(node, "currency"), discount, Text(node, "definition"), Text(node, "label"));
    }

    private PlanGoal Goal(ContractNode node)
    {
        Only(node, "metric", "current", "in_6_months", "in_12_months", "benchmark", "trend", "owner");
        string metric = Metric(node, "metric") ?? throw node.Refusal("A goal needs a 'metric'.");
        Keep(node, "goals", metric);
        return new(metric, Number(node, "current"), Number(node, "in_6_months"), Number(node, "in_12_months"), Number(node, "benchmark"), Number(node, "trend"), Text(node, "owner"));
    }

    private PlanChange Change(ContractNode node)
    {
        Only(node, "revenue", "retention", "cost");
        Keep(node, "change");
        return new(Number(node, "revenue") ?? 0, Number(node, "retention") ?? 0, Number(node, "cost") ?? 0);
    }

    private PlanSegment Segment(ContractNode node)
    {
        Only(node, "name", "clv", "target", "growth", "trend", "retention", "expansion", "priority", "reason", "owner", "areas", "tactics");
        string name = node.Text("name");
        Keep(node, "segments", name);
        return new(
            name, Number(node, "clv"), Number(node, "target"), Number(node, "growth"), Number(node, "trend"), Number(node, "retention"), Number(node, "expansion"), Word(node, "priority", Priorities[1..]),
            Text(node, "reason"), Text(node, "owner"), Part(node, "areas") is { } areas ? Table("segments", name, areas, null) : null, Texts(node, "tactics"));
    }

    private PlanTable Table(string part, string name, ContractNode node, string[]? families)
    {
        if (families is not null && !families.Contains(name, StringComparer.Ordinal))
        {
            throw node.Refusal($"'{part}' speaks of '{name}'; there are {string.Join(", ", families)}.");
        }

        Only(node, "rows", "total", "tactics");
        Keep(node, families is null ? [part, name, "areas"] : [part, name]);
        ContractNode? total = Part(node, "total");
        if (total is { } t)
        {
            Only(t, "current", "target", "amount");
            Keep(t, part, name, "total");
        }

        return new(
            name, [.. node.Items("rows").Select(row => Row(part, name, row))], total is { } c ? Level(c, "current") : null, total is { } g ? Level(g, "target") : null, total is { } a ? Number(a, "amount") : null,
            Texts(node, "tactics"));
    }

    private PlanRow Row(string part, string table, ContractNode node)
    {
        Only(node, "name", "metric", "current", "target", "strategy", "amount", "owner");
        Keep(node, part, table, node.Text("name"));
        return new(node.Text("name"), Metric(node, "metric"), Level(node, "current"), Level(node, "target"), Text(node, "strategy"), Money(node, "amount"), Text(node, "owner"));
    }

    private PlanTactic Tactic(string id, ContractNode node)
    {
        Only(node, "name", "kpi", "owner", "cadence", "channel", "cost_cap", "trigger");
        Keep(node, "tactics", id);
        return new(id, node.Text("name"), Metric(node, "kpi"), Text(node, "owner"), Text(node, "cadence"), Word(node, "channel", Channels), Money(node, "cost_cap"), Text(node, "trigger"));
    }

    private PlanInvestments Investments(ContractNode node)
    {
        Only(node, "rows", "total");
        ContractNode? total = Part(node, "total");
        if (total is not { } all)
        {
            return new([.. node.Items("rows").Select(Investment)], null, null, null, null);
        }

        Only(all, "amount", "months", "multiple", "returns");
        Keep(all, "investments", "total");
        return new([.. node.Items("rows").Select(Investment)], Number(all, "amount"), (int?)Number(all, "months"), Number(all, "multiple"), Number(all, "returns"));
    }

    private PlanInvestment Investment(ContractNode node)
    {
        Only(node, "name", "amount", "months", "multiple", "returns", "low", "high", "return_months", "priority", "family", "owner");
        Keep(node, "investments", node.Text("name"));
        decimal? low = Number(node, "low"), high = Number(node, "high");
        return (low is null) != (high is null) || low <= 0 || high <= low
            ? throw node.Refusal("'low' and 'high' are stated together: the multiples that one outcome in ten stays below and goes beyond, both above 0, the second the larger.")
            : new(
                node.Text("name"), Money(node, "amount") ?? throw node.Refusal("An investment needs an 'amount'."), Months(node, "months") ?? 12, Number(node, "multiple"), Money(node, "returns"), low, high,
                Months(node, "return_months"), Word(node, "priority", Priorities), Word(node, "family", ["revenue", "retention", "cost"]), Text(node, "owner"));
    }

    private PlanMilestone Milestone(ContractNode node)
    {
        Only(node, "name", "due", "metric", "target", "owner", "done", "evidence");
        Keep(node, "milestones", node.Text("name"));
        return new(
            node.Text("name"), Day(node, "due") ?? throw node.Refusal("A milestone needs the day it is 'due', such as 2026-03-31."), Metric(node, "metric"), Number(node, "target"), Text(node, "owner"), node.Flag("done"),
            Texts(node, "evidence"));
    }

    private PlanFactor Factor(ContractNode node)
    {
        Only(node, "name", "weight", "score", "impact");
        Keep(node, "scorecard", node.Text("name"));
        return new(node.Text("name"), Number(node, "weight") ?? throw node.Refusal("A factor needs a 'weight'."), Number(node, "score"), Text(node, "impact"));
    }

    private void Keep(ContractNode node, params string[] place)
    {
        string at = PlanFile.Place(place);
        if (!_lines.TryAdd(at, node.Line))
        {
            throw node.Refusal($"'{at}' is stated twice; the first stands in line {_lines[at].ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    private static void Only(ContractNode node, params string[] names)
    {
        foreach ((string name, ContractNode part) in node.Parts())
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                throw part.Refusal($"'{name}' is not known here; there are {string.Join(", ", names)}.");
            }
        }
    }

    private static ContractNode? Part(ContractNode node, string name) => node.Has(name) && !(node.Part(name) is { IsSingle: true } single && Empty(single.Scalar())) ? node.Part(name) : null;

    private static bool Empty(string text) => text.Length == 0 || text is "~" or "null";

    private static string? Text(ContractNode node, string name) => Part(node, name)?.Scalar();

    private static string[] Texts(ContractNode node, string name) => Part(node, name) is null ? [] : [.. node.Items(name).Select(item => item.Scalar())];

    private static decimal? Number(ContractNode node, string name) => Part(node, name) is not { } part ? null
        : PlanNumber.TryRead(part.Scalar(), out decimal number) ? number
        : throw part.Refusal($"'{name}' is '{part.Scalar()}', not a number. Numbers are written 131000, $131K, 92 %, 8.5/10 or 291:1.");

    private static decimal? Money(ContractNode node, string name) => Number(node, name) is { } amount && amount < 0 ? throw node.Part(name).Refusal($"'{name}' is below 0; money spent or brought is not.") : Number(node, name);

    private static int? Months(ContractNode node, string name) => Number(node, name) is not { } months ? null
        : months is >= 1 and <= 240 && months == decimal.Truncate(months) ? (int)months
        : throw node.Part(name).Refusal($"'{name}' is a whole number of months from 1 to 240.");

    private static PlanLevel? Level(ContractNode node, string name)
    {
        if (Part(node, name) is not { } part)
        {
            return null;
        }

        string text = part.Scalar(), word = text.Trim().ToLowerInvariant();
        return PlanLevel.Words.Contains(word) ? new(null, word)
            : PlanNumber.TryRead(text, out decimal number) ? new(number, null)
            : throw part.Refusal($"'{name}' is '{text}'; it is a number or one of {string.Join(", ", PlanLevel.Words)}.");
    }

    private static string? Word(ContractNode node, string name, string[] words) => Part(node, name) is not { } part ? null
        : words.Contains(part.Scalar().Trim().ToLowerInvariant(), StringComparer.Ordinal) ? part.Scalar().Trim().ToLowerInvariant()
        : throw part.Refusal($"'{name}' is '{part.Scalar()}'; it is one of {string.Join(", ", words)}.");

    private static string? Metric(ContractNode node, string name) => Part(node, name) is not { } part ? null
        : PlanMetrics.Find(part.Scalar()) is not null ? part.Scalar()
        : throw part.Refusal($"The metric '{part.Scalar()}' is not known; there are {string.Join(", ", PlanMetrics.All.Select(metric => metric.Id))}.");

    private static DateOnly? Day(ContractNode node, string name) => Part(node, name) is not { } part ? null
        : DateOnly.TryParseExact(part.Scalar(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day
        : throw part.Refusal($"'{name}' is '{part.Scalar()}'; a day is written 2025-12-27.");
}
