using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Perennial.Decisions.Plans;

/// <summary>Writes a plan as YAML: read again it is the same plan. Targets nobody has set yet are said to be open.</summary>
public static partial class PlanWriter
{
    private const string Open = "# open: a person sets it";
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a plan.</summary>
    public static string Write(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var to = new StringBuilder();
        Head(to, plan.Head);
        if (plan.Owners.Count > 0)
        {
            to.Append("\nowners:\n");
            foreach ((string role, string name) in plan.Owners.OrderBy(owner => owner.Key, StringComparer.Ordinal))
            {
                Line(to, 1, role, name);
            }
        }

        List(to, "goals", plan.Goals, goal =>
        [
            ("metric", goal.Metric, false), ("current", N(goal.Current), false), ("in_6_months", N(goal.InSixMonths), true), ("in_12_months", N(goal.InTwelveMonths), true), ("benchmark", N(goal.Benchmark), false),
            ("trend", N(goal.Trend), false), ("owner", goal.Owner, false),
        ]);
        if (plan.Change is { } change)
        {
            to.Append("\nchange:\n");
            Line(to, 1, "revenue", N(change.Revenue));
            Line(to, 1, "retention", N(change.Retention));
            Line(to, 1, "cost", N(change.Cost));
        }

        Segments(to, plan);
        Tables(to, "drivers", plan.Drivers);
        Tables(to, "areas", plan.Areas);
        if (plan.Tactics.Count > 0)
        {
            to.Append("\ntactics:\n");
            foreach (PlanTactic tactic in plan.Tactics)
            {
                to.Append(CultureInfo.InvariantCulture, $"  {Scalar(tactic.Id)}:\n");
                Fields(to, 2, [("name", tactic.Name), ("kpi", tactic.Kpi), ("owner", tactic.Owner), ("cadence", tactic.Cadence), ("channel", tactic.Channel), ("cost_cap", N(tactic.CostCap)), ("trigger", tactic.Trigger)]);
            }
        }

        Investments(to, plan.Investments);
        Milestones(to, plan.Milestones);
        List(to, "scorecard", plan.Scorecard, factor => [("name", factor.Name, false), ("weight", N(factor.Weight), false), ("score", N(factor.Score), false), ("impact", factor.Impact, false)]);
        if (plan.Recommendations.Count > 0)
        {
            to.Append("\nrecommendations:\n");
            foreach (string text in plan.Recommendations)
            {
                to.Append(CultureInfo.InvariantCulture, $"  - {Scalar(text)}\n");
            }
        }

        return to.ToString();
    }

    private static void Head(StringBuilder to, PlanHead head)
    {
        to.Append("plan:\n");
        Fields(to, 1,
        [
            ("name", head.Name), ("phase", head.Phase), ("status", head.Status), ("environment", head.Environment), ("updated", D(head.Updated)), ("starts", D(head.Starts)), ("currency", head.Currency),
            ("discount", N(head.Discount)), ("definition", head.Definition), ("label", head.Label),
        ]);
    }

    private static void Segments(StringBuilder to, Plan plan)
    {
        if (plan.Segments.Count == 0 && plan.Dimension == "segment")
        {
            return;
        }

        to.Append("\nsegments:\n");
        Line(to, 1, "by", plan.Dimension);
        to.Append(plan.Segments.Count > 0 ? "  rows:\n" : string.Empty);
        foreach (PlanSegment segment in plan.Segments)
        {
            Item(to, 2,
            [
                ("name", segment.Name, false), ("clv", N(segment.Value), false), ("target", N(segment.Target), true), ("growth", N(segment.Growth), false), ("trend", N(segment.Trend), false),
                ("retention", N(segment.Retention), false), ("expansion", N(segment.Expansion), false), ("priority", segment.Priority, false), ("reason", segment.Reason, false), ("owner", segment.Owner, false),
            ]);
            if (segment.Areas is { } areas)
            {
                to.Append("      areas:\n");
                Table(to, 4, areas);
            }

            Tactics(to, 3, segment.Tactics);
        }
    }

    private static void Tables(StringBuilder to, string part, IReadOnlyList<PlanTable> tables)
    {
        to.Append(tables.Count > 0 ? $"\n{part}:\n" : string.Empty);
        foreach (PlanTable table in tables)
        {
            to.Append(CultureInfo.InvariantCulture, $"  {table.Name}:\n");
            Table(to, 2, table);
        }
    }

    private static void Table(StringBuilder to, int depth, PlanTable table)
    {
        to.Append(' ', 2 * depth).Append(table.Rows.Count > 0 ? "rows:\n" : "rows: []\n");
        foreach (PlanRow row in table.Rows)
        {
            Item(to, depth + 1,
            [
                ("name", row.Name, false), ("metric", row.Metric, false), ("current", row.Current?.ToString(), false), ("target", row.Target?.ToString(), row.Metric is not null), ("strategy", row.Strategy, false),
                ("amount", N(row.Amount), false), ("owner", row.Owner, false),
            ]);
        }

        if (table.Current is not null || table.Target is not null || table.Amount is not null)
        {
            to.Append(' ', 2 * depth).Append("total:\n");
            Fields(to, depth + 1, [("current", table.Current?.ToString()), ("target", table.Target?.ToString()), ("amount", N(table.Amount))]);
        }

        Tactics(to, depth, table.Tactics);
    }

    private static void Investments(StringBuilder to, PlanInvestments all)
    {
        if (all.Rows.Count == 0)
        {
            return;
        }

        to.Append("\ninvestments:\n  rows:\n");
        foreach (PlanInvestment one in all.Rows)
        {
            Item(to, 2,
            [
                ("name", one.Name, false), ("amount", N(one.Amount), false), ("months", N(one.Months), false), ("multiple", N(one.Multiple), false), ("returns", N(one.Returns), false), ("low", N(one.Low), false),
                ("high", N(one.High), false), ("return_months", N(one.ReturnMonths), false), ("priority", one.Priority, false), ("family", one.Family, false), ("owner", one.Owner, false),
            ]);
        }

        if (all.Amount is not null || all.Months is not null || all.Multiple is not null || all.Returns is not null)
        {
            to.Append("  total:\n");
            Fields(to, 2, [("amount", N(all.Amount)), ("months", N(all.Months)), ("multiple", N(all.Multiple)), ("returns", N(all.Returns))]);
        }
    }

    private static void Milestones(StringBuilder to, IReadOnlyList<PlanMilestone> milestones)
    {
        to.Append(milestones.Count > 0 ? "\nmilestones:\n" : string.Empty);
        foreach (PlanMilestone one in milestones)
        {
            Item(to, 1,
            [
                ("name", one.Name, false), ("due", D(one.Due), false), ("metric", one.Metric, false), ("target", N(one.Target), one.Metric is not null), ("owner", one.Owner, false), ("done", one.Done ? "true" : null, false),
            ]);
            if (one.Evidence.Count > 0)
            {
                to.Append(CultureInfo.InvariantCulture, $"    evidence: [{string.Join(", ", one.Evidence.Select(Scalar))}]\n");
            }
        }
    }

    private static void List<T>(StringBuilder to, string part, IReadOnlyList<T> items, Func<T, (string Key, string? Value, bool SaysOpen)[]> fields)
    {
        to.Append(items.Count > 0 ? $"\n{part}:\n" : string.Empty);
        foreach (T item in items)
        {
            Item(to, 1, fields(item));
        }
    }

    private static void Item(StringBuilder to, int depth, (string Key, string? Value, bool SaysOpen)[] fields)
    {
        string begin = new string(' ', 2 * depth) + "- ";
        foreach ((string key, string? value, bool saysOpen) in fields)
        {
            if (value is not null || saysOpen)
            {
                to.Append(begin).Append(key).Append(": ").Append(value is null ? Open : Scalar(value)).Append('\n');
                begin = new string(' ', (2 * depth) + 2);
            }
        }
    }

    private static void Fields(StringBuilder to, int depth, (string Key, string? Value)[] fields)
    {
        foreach ((string key, string? value) in fields)
        {
            if (value is not null)
            {
                Line(to, depth, key, value);
            }
        }
    }

    private static void Tactics(StringBuilder to, int depth, IReadOnlyList<string> tactics)
    {
        if (tactics.Count > 0)
        {
            to.Append(' ', 2 * depth).Append(CultureInfo.InvariantCulture, $"tactics: [{string.Join(", ", tactics.Select(Scalar))}]\n");
        }
    }

    private static void Line(StringBuilder to, int depth, string key, string? value) => to.Append(' ', 2 * depth).Append(Scalar(key)).Append(": ").Append(Scalar(value ?? string.Empty)).Append('\n');

    private static string? N(decimal? number) => number is not { } n ? null : n == 0 ? "0" : n.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string? D(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Scalar(string text) => PlainNumber().IsMatch(text) || (Plain().IsMatch(text) && !Keyword().IsMatch(text)) ? text : JsonSerializer.Serialize(text, Quoted);

    [GeneratedRegex(@"^(-?\d+(\.\d+)?|\d{4}-\d\d-\d\d)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainNumber();

    // No mark that means something in YAML, and no blank at an end.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.+/()-]*( [A-Za-z0-9_.+/()-]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex("^(true|false|null|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keyword();
}
