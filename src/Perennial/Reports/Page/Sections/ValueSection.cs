using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Scoring;

namespace Perennial.Reports.Page.Sections;

/// <summary>The value of customers: its distribution, its percentiles, the top customers with their intervals.</summary>
internal static class ValueSection
{
    private static readonly double[] Levels = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

    public static Section Draw(RunRecord run, ScoreTable scores, MoneyFormat money)
    {
        const string title = "What each customer is worth";
        int[] top = ValuePictures.Top(scores, 25);
        if (top.Length == 0)
        {
            return new("value", title, Markup.Of($"<p>No customer has a value yet. {run.Usability}</p>"));
        }

        bool valued = scores.Clv.Any(double.IsFinite);
        Chart?[] charts = valued ? [ValuePictures.Distribution(run, scores, money), ValuePictures.TopCustomers(run, scores, money)] : [];
        return new("value", title, Markup.Of($"""
            <p>{(valued ? $"The expected value of a customer is a mean: it adds up over customers, and may lie above the 80 % interval where the likeliest outcome is no purchase at all. So the chance of no purchase comes first." : run.HasAmounts() ? "No value in money was given: customers are ordered by the orders expected of them." : "The log has no amounts: customers are ordered by the orders expected of them.")}</p>
            {charts.Where(c => c is not null).Select(c => ChartMarkup.Figure(c!))}
            {(valued && scores.Count >= 10 ? Percentiles(scores, money) : Markup.Empty)}
            {(valued ? TopByValue(scores, top, money) : TopByOrders(scores, top))}
            {Qualities(scores)}
            """));
    }

    private static Markup Percentiles(ScoreTable scores, MoneyFormat money)
    {
        double[] sorted = [.. scores.Clv.Where(double.IsFinite).Order()];
        double At(double level) => level * (sorted.Length - 1) is double at && (int)at is int i && i + 1 < sorted.Length ? sorted[i] + ((at - i) * (sorted[i + 1] - sorted[i])) : sorted[^1];
        return Tables.Draw(
            "Percentiles of expected value across customers",
            [.. Levels.Select(l => $"#P{Figure.Fixed(l * 100, "0")}"), "#Mean"],
            [[.. Levels.Select(l => Tables.Text(money.Of(At(l)))), Tables.Text(money.Of(sorted.Average()))]]);
    }

    private static Markup TopByValue(ScoreTable s, int[] top, MoneyFormat money) => Tables.Draw(
        $"The top {top.Length} customers; all {Figure.Count(s.Count)} are in scores.csv",
        ["Customer", "#Chance of no purchase|p-zero.v1", "#Expected value", "#Median", "#80 % interval", "#95 % interval", "#Orders so far|orders.v1", "#Revenue so far|revenue-to-date.v1", "Last purchase", "Quality|quality.v1"],
        top.Select(i => (IReadOnlyList<Markup>)
        [
            Tables.Data(s.CustomerId[i]), Tables.Text(Figure.Percent(s.PZero[i])), Markup.Of($"<strong>{money.Of(s.Clv[i])}</strong>"), Tables.Text(money.Of(s.ClvP50[i])),
            Tables.Text($"{money.Of(s.ClvP10[i])} – {money.Of(s.ClvP90[i])}"), Tables.Text($"{money.Of(s.ClvP025[i])} – {money.Of(s.ClvP975[i])}"),
            Tables.Text(Figure.Count(s.Orders[i])), Tables.Text(money.Of(s.RevenueToDate[i])), Tables.Text(s.LastPurchase[i] == DateOnly.MinValue ? "–" : Figure.Day(s.LastPurchase[i])), Tables.Text(Words.Rule(s.Quality[i])),
        ]));

    private static Markup TopByOrders(ScoreTable s, int[] top) => Tables.Draw(
        $"The top {top.Length} customers; all {Figure.Count(s.Count)} are in scores.csv",
        ["Customer", "#Chance of no purchase|p-zero.v1", "#Expected orders|expected-orders.v1", "#Orders so far|orders.v1", "Last purchase", "Quality|quality.v1"],
        top.Select(i => (IReadOnlyList<Markup>)
        [
            Tables.Data(s.CustomerId[i]), Tables.Text(Figure.Percent(s.PZero[i])), Markup.Of($"<strong>{Figure.Number(s.ExpectedOrders[i])}</strong>"),
            Tables.Text(Figure.Count(s.Orders[i])), Tables.Text(s.LastPurchase[i] == DateOnly.MinValue ? "–" : Figure.Day(s.LastPurchase[i])), Tables.Text(Words.Rule(s.Quality[i])),
        ]));

    private static Markup Qualities(ScoreTable scores) => Markup.Of($"""
        <p class="note">Quality of the {Figure.Of(scores.Count, "score")}: {string.Join(", ", scores.Quality.CountBy(q => q).OrderByDescending(q => q.Value).ThenBy(q => q.Key, StringComparer.Ordinal).Select(q => $"{Words.Rule(q.Key)} {Figure.Count(q.Value)}"))}.</p>
        """);
}
