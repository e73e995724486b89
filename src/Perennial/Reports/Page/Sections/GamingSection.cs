using Perennial.Portfolio.Gaming;
using Perennial.Scoring;

namespace Perennial.Reports.Page.Sections;

/// <summary>Customers whose figures look better than they are.</summary>
internal static class GamingSection
{
    private const int Most = 20;

    public static Section Draw(RunRecord run, ScoreTable scores, MoneyFormat money)
    {
        if (run.Gaming is not { } facts || facts.Returners.Count + facts.Scripts.Count == 0)
        {
            return Section.Nothing;
        }

        var names = scores.CustomerKey.Zip(scores.CustomerId).ToDictionary(row => row.First, row => row.Second);
        Markup Name(int key) => names.TryGetValue(key, out string? id) ? Tables.Data(id) : Tables.Text("not in the scores");
        return new("gaming", "Figures to ask about", Markup.Of($"""
            {Returns(facts, Name, money)}
            {Scripts(facts, Name)}
            <p>These are questions, not verdicts. Values are not changed: they are those of customers who go on as they do.</p>
            """));
    }

    private static Markup Returns(GamingFacts facts, Func<int, Markup> name, MoneyFormat money) => facts.Returners.Count == 0 ? Markup.Empty : Markup.Of($"""
        <p><a href="#def-gaming.returns.v1">{Figure.Of(facts.Returners.Count, "customer")} sent nearly everything back</a>: {money.Of((double)facts.Returners.Sum(r => r.Returned))} of {money.Of((double)facts.Returners.Sum(r => r.Sold))} bought. Of all purchase days {Figure.Percent(facts.Usual ?? 0)} are sent back; {Figure.Of(facts.Tested, "customer")} bought often enough to tell.</p>
        {Tables.Draw($"Who sent most back, {Figure.Count(Math.Min(Most, facts.Returners.Count))} of {Figure.Count(facts.Returners.Count)}", ["Customer", "#Purchase days", "#Sent back", "#Bought", "#Of it returned"], facts.Returners.Take(Most).Select(r => (IReadOnlyList<Markup>)
        [
            name(r.CustomerKey), Tables.Text(Figure.Count(r.Bought)), Tables.Text(Figure.Count(r.Back)), Tables.Text(money.Of((double)r.Sold)), Tables.Text(money.Of((double)r.Returned)),
        ]))}
        """);

    private static Markup Scripts(GamingFacts facts, Func<int, Markup> name) => facts.Scripts.Count == 0 ? Markup.Empty : Markup.Of($"""
        <p><a href="#def-gaming.script.v1">The use of {Figure.Of(facts.Scripts.Count, "customer")} looks like a script.</a> What it costs to serve is theirs all the same.</p>
        {Tables.Draw($"Whose use it is, {Figure.Count(Math.Min(Most, facts.Scripts.Count))} of {Figure.Count(facts.Scripts.Count)}", ["Customer", "Feature", "#Days of 90", "#A day and person", "#Usual"], facts.Scripts.Take(Most).Select(s => (IReadOnlyList<Markup>)
        [
            name(s.CustomerKey), Tables.Data(s.Feature), Tables.Text(Figure.Count(s.Days)), Tables.Text(Figure.Number(s.Rate)), Tables.Text(Figure.Number(s.Usual)),
        ]))}
        """);
}
