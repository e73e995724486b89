using Perennial.Portfolio.Stances;

namespace Perennial.Reports.Page.Sections;

/// <summary>Stances: how many and how much, who and why, what people decided, and on whom proposals to deprioritize fall.</summary>
internal static class StanceSection
{
    public static Section Draw(RunRecord run, MoneyFormat money) => run.Stances is not { Customers: > 0 } facts ? Section.Nothing : new("stances", "Stances", Markup.Of($"""
        <p>Twelve rules sort {Figure.Of(facts.Customers, "customer")} by net value, risk, cost and what people entered {Tables.Definition("stance.v1")}; {Sum(facts, Stance.Undecided).Customers switch { 0 => "none is", 1 => "one is", var n => $"{Figure.Count(n)} are" }} undecided: no rule holds, or fewer than {Figure.Percent(facts.Enough)} of draws agree. {Gone(facts)}Value is high from {money.Of(facts.HighFrom)} on, low up to {money.Of(facts.LowTo)}. Rules propose, people decide. To deprioritize is only ever proposed for review, and everybody keeps {Figure.Number(facts.FloorMinutes)} minutes of support a month and a first reply within {Figure.Number(facts.FloorReplyHours)} hours.</p>
        {Tables.Draw(
            "Customers and net value by stance", ["Stance|stance.v1", "#Customers", "#Share of customers", "#Net value", "#Mean confidence|stance.confidence.v1", "#By a person"],
            facts.Sums.Select(one => (IReadOnlyList<Markup>)[Tables.Text(Name(one.Stance)), Tables.Text(Figure.Count(one.Customers)), Tables.Text(Figure.Percent((double)one.Customers / facts.Customers)), Tables.Text(money.Of(one.Value)), Tables.Text(Figure.Percent(one.Confidence)), Tables.Text(Figure.Count(one.Overridden))]))}
        {Tables.Draw(
            "Who and why: those with most at stake in each stance; all are in stances.parquet, every quantity in stance_tests.parquet", ["Customer", "Stance", "Status", "#Confidence", "#Net value", "Rules that hold, in their order"],
            facts.Leading.Select(row => (IReadOnlyList<Markup>)[Tables.Data(row.CustomerId), Tables.Text(Name(row.Stance)), Tables.Text(row.Status), Tables.Text(Figure.Percent(row.Confidence)), Tables.Text(money.Of(row.Value)), Tables.Text(row.Rules.Count == 0 ? "none" : string.Join(", ", row.Rules))]))}
        {Tables.Draw(
            "The rules in their order of precedence", ["Rule", "Says", "#Holds", "#Decides", "#Cannot be told"],
            facts.Rules.Select(rule => (IReadOnlyList<Markup>)[Tables.Text(rule.Rule), Tables.Text(rule.Words), Tables.Text(Figure.Count(rule.Fired)), Tables.Text(Figure.Count(rule.Decided)), Tables.Text(Figure.Count(rule.NotKnown))]))}
        {Segments(facts, money)}
        {People(facts)}
        {Impact(facts)}
        """));

    /// <summary>Gives a stance in words.</summary>
    public static string Name(Stance stance) => stance.ToString();

    private static StanceSum Sum(StanceFacts facts, Stance stance) => facts.Sums.First(one => one.Stance == stance);

    private static string Gone(StanceFacts facts) => facts.Left == 0 ? string.Empty : $"{Figure.Of(facts.Left, "customer")} whose subscriptions have ended {(facts.Left == 1 ? "has" : "have")} none. ";

    private static Markup Segments(StanceFacts facts, MoneyFormat money) => facts.Segments.Count == 0 ? Markup.Empty : Tables.Draw(
        "Priority of segments", ["Segment", "#Customers", "#Net value each", "#Growth in a year", "#Retention|grr.v1", "#Expansion", "Priority|priority.segment.v1"],
        facts.Segments.Select(one => (IReadOnlyList<Markup>)
        [
            one.Segment.Length == 0 ? Tables.Text("none known") : Tables.Data(one.Segment), Tables.Text(Figure.Count(one.Customers)), Tables.Text(money.Of(one.Mean)), Tables.Text(Figure.Percent(one.Growth)),
            Tables.Text(Figure.Percent(one.Retention)), Tables.Text(Figure.Percent(one.Expansion)), Tables.Text(one.Priority),
        ]));

    private static Markup People(StanceFacts facts) => Markup.Of($"""
        {facts.NotCounted.Select(one => Markup.Of($"<p>{Figure.Of(one.Scores, "strategic score")} {(one.Scores == 1 ? "does" : "do")} not count: {one.Why} ({string.Join(", ", one.Customers)}{(one.Scores > one.Customers.Count ? ", …" : string.Empty)}).</p>"))}
        {(facts.Overridden.Count == 0 ? Markup.Empty : Tables.Draw(
            "What people decided, and what the rules say", ["Customer", "Decided", "Rules say", "Reason", "By", "Until"],
            facts.Overridden.Select(one => (IReadOnlyList<Markup>)[Tables.Data(one.CustomerId), Tables.Text(Name(one.Stance)), Tables.Text(Name(one.RulesSay)), Tables.Data(one.Reason), Tables.Data(one.Owner), Tables.Text(Figure.Day(one.ExpiresOn))])))}
        {(facts.Accuracy.Count == 0 ? Markup.Empty : Tables.Draw(
            $"What became of the stances of {Figure.Day(facts.Accuracy[0].Since)}: what people decided beside what was left to the rules", ["Rules said", "Decided", "#Customers", "#Left since", "#Left since, share", "#Contribution each since"],
            facts.Accuracy.Select(one => (IReadOnlyList<Markup>)
            [
                Tables.Text(Name(one.RulesSaid)), Tables.Text(one.Decided is { } decided ? Name(decided) : "as the rules"), Tables.Text(Figure.Count(one.Customers)), Tables.Text(Figure.Count(one.Left)),
                Tables.Text(Figure.Percent((double)one.Left / one.Customers)), Tables.Text(Figure.Number(one.Contribution)),
            ])))}
        """);

    // Of each trait the group that fares worst: all groups are in run.json.
    private static Markup Impact(StanceFacts facts)
    {
        AdverseImpact[] worst = [.. facts.Impact.GroupBy(one => one.Trait).Select(trait => trait.MinBy(one => one.Ratio)!)];
        return worst.Length == 0 ? Markup.Empty : Tables.Draw(
            "On whom proposals to deprioritize fall: of each trait the group that fares worst beside the one that fares best", ["Trait", "Group", "#Customers", "#Proposed", "#Share", "#95 % interval", "#Ratio|adverse-impact.v1", "#95 % interval of it", "Four fifths"],
            worst.Select(one => (IReadOnlyList<Markup>)
            [
                Tables.Data(one.Trait), one.Group.Length == 0 ? Tables.Text("none known") : Tables.Data(one.Group), Tables.Text(Figure.Count(one.Customers)), Tables.Text(Figure.Count(one.Proposed)), Tables.Text(Figure.Percent(one.Share)),
                Tables.Text($"{Figure.Percent(one.Low)} to {Figure.Percent(one.High)}"), Tables.Text(Figure.Number(Math.Round(one.Ratio, 2))), Tables.Text($"{Figure.Number(Math.Round(one.RatioLow, 2))} to {Figure.Number(Math.Round(one.RatioHigh, 2))}"),
                Tables.Text(one.Surely ? "below, beyond chance" : one.BelowFourFifths ? "below, may be chance" : "kept"),
            ]));
    }
}
