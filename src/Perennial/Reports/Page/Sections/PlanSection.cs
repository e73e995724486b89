using Perennial.Decisions.Plans;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>The plan beside the company's tables: where it stands, what moves values, what investments are worth, what the data recommend, and what in it does not hold together.</summary>
internal static class PlanSection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Plan is not { } plan)
        {
            return Section.Nothing;
        }

        Chart? tornado = TornadoPicture.Draw(run, plan.Tornado, money);
        return new("plan", "The plan", Markup.Of($"""
            <p><bdi>{plan.Name}</bdi> ({plan.Stands}){(plan.Label is { } label ? Markup.Of($", <strong><bdi>{label}</bdi></strong>") : Markup.Empty)}: {Words(plan)} All of it is in <code>plan.csv</code>.</p>
            {Goals("Where the goals stand", plan.Standings.Where(one => one.Place.StartsWith("goals", StringComparison.Ordinal)))}
            {Segments(plan, money)}
            {Goals("Areas, drivers and segments: rows that name a metric", plan.Standings.Where(one => !one.Place.StartsWith("goals", StringComparison.Ordinal) && one is { DefinitionId: not null, Target: not null }), places: true)}
            {Milestones(plan)}
            {Changes(plan, money)}
            {(tornado is null ? Markup.Empty : ChartMarkup.Figure(tornado))}
            {Investments(plan, money)}
            {Advice(plan, money)}
            {Findings(plan)}
            """));
    }

    private static string Words(PlanRecord plan)
    {
        PlanStanding[] goals = [.. plan.Standings.Where(one => one.Place.StartsWith("goals", StringComparison.Ordinal))];
        int Of(params string[] status) => goals.Count(goal => status.Contains(goal.Status, StringComparer.Ordinal));
        return $"of {Figure.Of(goals.Length, "goal")} {Figure.Count(Of("reached", "on track"))} reached or on track, {Figure.Count(Of("at risk", "off track", "missed"))} at risk or behind, {Figure.Count(Of("not measured", "not comparable", "no target", "too little history"))} that cannot be told.";
    }

    private static Markup Goals(string caption, IEnumerable<PlanStanding> standings, bool places = false)
    {
        PlanStanding[] rows = [.. standings];
        return rows.Length == 0 ? Markup.Empty : Tables.Draw(
            caption, ["What", "#Today", "#Target", "By", "#Gap", "#Growth a month needed", "Trend", "#Chance|plan.chance.v1", "Stands", "What the rule advises"],
            rows.Select(one => (IReadOnlyList<Markup>)
            [
                one.DefinitionId is { } id ? Markup.Of($"""<a href="#def-{id}"><bdi>{(places ? one.Place : one.Name)}</bdi></a>""") : Tables.Data(one.Name), Tables.Text(PlanNumber.Write(one.Actual, one.Unit)), Tables.Text(PlanNumber.Write(one.Target, one.Unit)),
                Tables.Text(one.Due is { } due ? Figure.Day(due) : "–"), Tables.Text(PlanNumber.Write(one.Gap, one.Unit)), Tables.Text(Signed(one.Monthly)), Tables.Text($"{one.Arrow} {Signed(one.Trend)}".Trim()), Tables.Text(Figure.Percent(one.Chance)),
                Tables.Text(one.Status), Tables.Text(one.Action),
            ]));
    }

    private static Markup Segments(PlanRecord plan, MoneyFormat money) => plan.Segments.Count == 0 ? Markup.Empty : Tables.Draw(
        "Segments", ["Segment", "#Customers", "#Value of one|plan.value.v1", "#Target", "#Growth to it", "#Growth so far", "#Retention|churn.logo.v1", "#Expansion|expansion.v1", "Priority|plan.priority.v1"],
        plan.Segments.Select(one => (IReadOnlyList<Markup>)
        [
            Tables.Data(one.Name), Tables.Text(one.Customers is { } n ? Figure.Count(n) : "–"), Tables.Text(money.Of(one.Value)), Tables.Text(money.Of(one.Target)), Tables.Text(Signed(one.Growth)), Tables.Text(Signed(one.Trend)),
            Tables.Text(Figure.Percent(one.Retention)), Tables.Text(Figure.Percent(one.Expansion)),
            Tables.Text(one.Priority is null ? "–" : one.ByRule is null || one.Priority == one.ByRule ? one.Priority : $"{one.Priority} (by rule {one.ByRule}{(one.Reason is { } why ? ": " + why : string.Empty)})"),
        ]));

    private static Markup Milestones(PlanRecord plan) => plan.Milestones.Count == 0 ? Markup.Empty : Tables.Draw(
        "Milestones", ["What", "Due", "Answers for it", "Stands", "Why", "Evidence"],
        plan.Milestones.Select(one => (IReadOnlyList<Markup>)
        [
            Tables.Data(one.Name), Tables.Text(Figure.Day(one.Due)), Tables.Data(one.Owner ?? "–"), Tables.Text(one.Status), Tables.Text(one.Said), Tables.Data(one.Evidence.Count == 0 ? "–" : string.Join(", ", one.Evidence)),
        ]));

    private static Markup Changes(PlanRecord plan, MoneyFormat money) => plan.Changes.Count == 0 ? Markup.Empty : Markup.Of($"""
        {Tables.Draw(
            "What moves the value of a customer", ["Between", "#From", "#To", "#Revenue|plan.change.v1", "#Retention", "#Cost", "#Shares", "#Planned shares"],
            plan.Changes.Select(one => (IReadOnlyList<Markup>)
            [
                Tables.Text(one.What), Tables.Text(money.Exact(one.Start)), Tables.Text(money.Exact(one.End)), Tables.Text(money.Exact(one.Revenue)), Tables.Text(money.Exact(one.Retention)), Tables.Text(money.Exact(one.Cost)),
                Tables.Text(string.Join(" / ", new[] { one.Revenue, one.Retention, one.Cost }.Select(part => Figure.Percent(one.Share(part))))),
                Tables.Text(plan.Planned is { } planned ? string.Join(" / ", new[] { planned.Revenue, planned.Retention, planned.Cost }.Select(part => Figure.Percent((double)part))) : "–"),
            ]))}
        {plan.Changes.Where(one => one.Note is not null).Select(one => Markup.Of($"<p class=\"note\">{char.ToUpperInvariant(one.What[0]) + one.What[1..]}: {one.Note}.</p>"))}
        """);

    private static Markup Investments(PlanRecord plan, MoneyFormat money) => plan.Investments.Count == 0 ? Markup.Empty : Markup.Of($"""
        {Tables.Draw(
            "What the investments are worth, by what the plan says of them", ["Investment", "#Spent", "#Comes back", "#Multiple", "#Net return", "#Present value|plan.investment.v1", "Internal rate", "#Paid back, month", "#Discounted, month", "#Chance of loss", "Priority"],
            plan.Investments.Select(one => (IReadOnlyList<Markup>)
            [
                Tables.Data(one.Name), Tables.Text(money.Of(one.Amount)), Tables.Text(money.Of(one.Returns)), Tables.Text(Figure.Number(one.Multiple)), Tables.Text(Figure.Percent(one.NetReturn)), Tables.Text(money.Of(one.Npv)),
                Tables.Text(one.RatesSaid), Tables.Text(one.Payback is { } month ? Figure.Count(month) : "–"), Tables.Text(one.DiscountedPayback is { } later ? Figure.Count(later) : "–"), Tables.Text(Figure.Percent(one.Loss)), Tables.Text(one.Priority ?? "–"),
            ]))}
        {plan.Investments.GroupBy(one => one.Outcome).Select(group => Markup.Of($"<p class=\"note\">Chance of loss of {string.Join(", ", group.Select(one => one.Name))}: {group.Key}.</p>"))}
        """);

    private static Markup Advice(PlanRecord plan, MoneyFormat money) => Tables.Draw(
        "What the data recommend, by what it adds by unit of money", ["Recommendation", "#Adds to the value of all|plan.recommendation.v1", "#Costs by the plan", "#Adds by unit of money", "On what it rests"],
        plan.Recommendations.Select(one => (IReadOnlyList<Markup>)
        [
            Tables.Text(one.Title), Tables.Text(one.Gain is null ? "–" : money.Of(one.Gain) + (one.Low is { } low ? $" ({money.Of(low)} to {money.Of(one.High)})" : string.Empty)), Tables.Text(money.Of(one.Cost)), Tables.Text(Figure.Number(one.PerUnit)), Tables.Text(one.Evidence),
        ]));

    private static Markup Findings(PlanRecord plan) => plan.Findings.Count == 0 ? Markup.Of($"<p>Nothing in the plan contradicts itself or the run.</p>") : Tables.Draw(
        $"What in the plan does not hold together: {PlanWords.Tally(plan.Findings)}", ["Where", "#Line", "Found", "Consistent would be"],
        plan.Findings.Select(one => (IReadOnlyList<Markup>)[Tables.Data(one.Place), Tables.Text(Figure.Count(one.Line)), Tables.Data(one.Found), Tables.Data(one.Consistent)]));

    private static string Signed(double? share) => share is not { } s || !double.IsFinite(s) ? "–" : (s > 0 ? "+" : string.Empty) + Figure.Percent(s);
}
