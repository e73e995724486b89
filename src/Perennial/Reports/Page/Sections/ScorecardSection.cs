using Perennial.Portfolio.Scorecards;

namespace Perennial.Reports.Page.Sections;

/// <summary>The scorecard: five dimensions as an explanation beside the value, with what each adds.</summary>
internal static class ScorecardSection
{
    public static Section Draw(RunRecord run) => run.Scorecard is not { Scored: > 0 } card ? Section.Nothing : new("scorecard", "Scorecard", Markup.Of($"""
        <p>Five dimensions of {Figure.Of(card.Scored, "customer")} on one scale from 0 to 100. It explains, it is no value: recurring or past revenue has no part in it, net value has. {Tables.Definition("scorecard.v1")}</p>
        {Tables.Draw(
            "Dimensions", ["Dimension", "#Weight", "#Customers of whom it is known", "#Adds on average"],
            card.Dimensions.Select(one => (IReadOnlyList<Markup>)[Tables.Text(Name(one.Name)), Tables.Text(Figure.Number(one.Weight)), Tables.Text(Figure.Count(one.Known)), Tables.Text(one.Known == 0 ? "–" : Figure.Number(Math.Round(one.Mean, 1)))]))}
        {Tables.Draw(
            "The highest scores, and what each dimension adds; all are in scorecard.parquet", ["Customer", "#Score", .. card.Dimensions.Select(one => $"#{Name(one.Name)}")],
            card.Leading.Select(row => (IReadOnlyList<Markup>)[Tables.Data(row.CustomerId), Tables.Text(Figure.Number(Math.Round(row.Score, 1))), .. row.Contributions.Select(part => Tables.Text(part is { } adds ? Figure.Number(Math.Round(adds, 1)) : "–"))]))}
        <p class="note">A dimension that is not known of a customer (–) leaves its weight to the others{Unknown(card)}.</p>
        {Factors(run)}
        """));

    private static Markup Unknown(ScorecardRecord card) => card.Dimensions.Where(one => one.Known < card.Scored).ToArray() is not { Length: > 0 } lacking ? Markup.Empty
        : Markup.Of($": {string.Join(", ", lacking.Select(one => $"{Name(one.Name).ToLowerInvariant()} is known of {Figure.Count(one.Known)} of {Figure.Count(card.Scored)}"))}");

    private static Markup Factors(RunRecord run) => run.Factors is not { Scored: > 0 } card ? Markup.Empty : Markup.Of($"""
        <h3>Six weighted factors</h3>
        <p>Where {Figure.Of(card.Scored, "customer")} stand among each other, 0 to 10: {Figure.Fixed(card.Mean ?? double.NaN, "0.00")} on average. It explains, it is no value. {Tables.Definition("factors.v1")} {Fitted(card)}</p>
        {Tables.Draw(
            "Factors: the declared weights beside what each went with", ["Factor", "#Declared weight", "#Customers of whom it is known", "#Mean, 0 to 10", "#Adds on average", "#Share of what went with revenue|factors.importance.v1", "#Rank correlation with it", "Made of"],
            card.Factors.Select(one => (IReadOnlyList<Markup>)
            [
                Tables.Text(Name(one.Name)), Tables.Text(Figure.Percent(one.Weight / 100)), Tables.Text(Figure.Count(one.Known)), Tables.Text(one.Mean is { } mean ? Figure.Fixed(mean, "0.0") : "–"),
                Tables.Text(one.Known == 0 ? "–" : Figure.Fixed(one.Adds, "0.00")), Tables.Text(Figure.Percent(one.Fitted)), Tables.Text(one.Correlation is { } with ? Figure.Fixed(with, "0.00") : "–"), Tables.Text(string.Join(", ", one.Signals)),
            ]))}
        <p class="note">Every customer's factors are in <code>factors.parquet</code>. A signal counts the other way round where less of it is better.</p>
        """);

    private static Markup Fitted(FactorRecord card) => card.ImportanceRows is not { } rows
        ? Markup.Of($"What the factors went with cannot be told yet: it takes a day a year back with at least fifty customers.")
        : Markup.Of($"On the last day a year back, the factors of {Figure.Of(rows, "customer")} went with {Figure.Percent(card.RSquared)} of how they stood in the revenue of the year after; the share column divides that up. It is no effect, and large customers have more of most things, tickets too: weights stay as declared.");

    private static string Name(string dimension) => char.ToUpperInvariant(dimension[0]) + dimension[1..].Replace('_', ' ');
}
