namespace Perennial.Reports.Page.Sections;

/// <summary>The scorecard: five dimensions as an explanation beside the value, with what each adds.</summary>
internal static class ScorecardSection
{
    public static Section Draw(RunRecord run) => run.Scorecard is not { Scored: > 0 } card ? Section.Nothing : new("scorecard", "Scorecard", Markup.Of($"""
        <p>Five dimensions of {Figure.Of(card.Scored, "customer")} on one scale from 0 to 100. It explains, it is no value: recurring or past revenue has no part in it, net value has. {Tables.Definition("scorecard.v1")}</p>
        {Tables.Draw(
            "Dimensions", ["Dimension", "#Weight", "#Customers of whom it is known", "#Adds on average"],
            card.Dimensions.Select(one => (IReadOnlyList<Markup>)[Tables.Text(Name(one.Name)), Tables.Text(Figure.Number(one.Weight)), Tables.Text(Figure.Count(one.Known)), Tables.Text(Figure.Number(Math.Round(one.Mean, 1)))]))}
        {Tables.Draw(
            "The highest scores, and what each dimension adds; all are in scorecard.parquet", ["Customer", "#Score", .. card.Dimensions.Select(one => $"#{Name(one.Name)}")],
            card.Leading.Select(row => (IReadOnlyList<Markup>)[Tables.Data(row.CustomerId), Tables.Text(Figure.Number(Math.Round(row.Score, 1))), .. row.Contributions.Select(part => Tables.Text(Figure.Number(Math.Round(part, 1))))]))}
        """));

    private static string Name(string dimension) => char.ToUpperInvariant(dimension[0]) + dimension[1..].Replace('_', ' ');
}
