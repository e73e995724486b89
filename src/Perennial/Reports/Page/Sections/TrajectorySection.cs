using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;

namespace Perennial.Reports.Page.Sections;

/// <summary>Where customers go: the chances of expansion, staying, contraction and churn, what accounts will agree to, the slopes seen, and what hidden months showed.</summary>
internal static class TrajectorySection
{
    private const int MostLed = 10;
    private static readonly int[] Shown = [3, 6, 9, 12];

    public static Section Draw(RunRecord run, ScoreTable scores, TrajectoryTable? table, MoneyFormat money) => run.Trajectories is not { HasAny: true } paths ? Section.Nothing : new("trajectories", "Where customers go", Markup.Of($"""
        <p>Chances of four trajectories over {Figure.Count(paths.HorizonDays)} days. {Tables.Definition("trajectory.v1")} {Figure.Of(Of(paths, "contract"), "customer")} by simulated lives of their contracts, {Figure.Count(Of(paths, "use"))} billed by use by how others who stayed went on, {Figure.Count(Of(paths, "purchases"))} by the model of purchases{(Of(paths, "none") is > 0 and var none ? $"; of {Figure.Count(none)} nothing is said" : string.Empty)}. About as much is within {Figure.Percent(paths.Rules.Band)} of an agreed price and {Figure.Percent(paths.Rules.BoughtBand)} of what is bought or used.</p>
        {Tables.Draw(
            "The four trajectories", ["Trajectory", "#Customers expected|trajectory.v1", "#Likeliest of", "#Median months until it|trajectory.lead.v1"],
            paths.Counts.Select(one => (IReadOnlyList<Markup>)[Tables.Text(one.Trajectory), Tables.Text(Figure.Number(Math.Round(one.Expected, 1))), Tables.Text(Figure.Count(one.Likeliest)), Tables.Text(one.LeadMonths is { } months ? Figure.Fixed(months, "0.0") : "–")]))}
        {Tables.Draw(
            "Directions", ["Direction|trajectory.direction.v1", "#Customers"],
            paths.Directions.Where(one => one.Key != "unknown").OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => (IReadOnlyList<Markup>)[Tables.Text(one.Key), Tables.Text(Figure.Count(one.Value))]))}
        {Months(paths, money)}
        {Slopes(paths)}
        {Risers(scores, table, money)}
        {Markup.Join(paths.Tests.Select(test => Test(test, money)))}
        {Markup.Join(paths.Notes.Select(note => Markup.Of($"<p class=\"note\">{note}</p>")))}
        <p class="note">Every customer's chances, also over 90 days, and slopes with their p-values are in <code>trajectories.parquet</code>.</p>
        """));

    private static int Of(TrajectoryRecord paths, string basis) => paths.Basis.GetValueOrDefault(basis);

    private static Markup Months(TrajectoryRecord paths, MoneyFormat money) => paths.Months.Count == 0 ? Markup.Empty : Tables.Draw(
        $"What accounts with an agreed price ({money.Of(paths.Agreed)} a month now) are expected to agree to",
        ["Month", "#Expansion a month|trajectory.expansion-path.v1", "#80 % interval", "#Contraction", "#80 % interval", "#Churn", "#80 % interval"],
        paths.Months.Where(month => Shown.Contains(month.Month)).Select(month => (IReadOnlyList<Markup>)
        [
            Tables.Text(Figure.Count(month.Month)), Tables.Text(money.Of(month.Expansion)), Tables.Text($"{money.Of(month.ExpansionLow)} – {money.Of(month.ExpansionHigh)}"),
            Tables.Text(money.Of(month.Contraction)), Tables.Text($"{money.Of(month.ContractionLow)} – {money.Of(month.ContractionHigh)}"),
            Tables.Text(money.Of(month.Churn)), Tables.Text($"{money.Of(month.ChurnLow)} – {money.Of(month.ChurnHigh)}"),
        ]));

    private static Markup Slopes(TrajectoryRecord paths) => paths.Slopes.All(one => one.Known == 0) ? Markup.Empty : Tables.Draw(
        "Slopes seen so far, by more than chance (p at most 0.05; one in twenty or somewhat more would be without any trend)", ["Of", "#Customers with enough values", "#Rising|trajectory.slope.v1", "#Falling"],
        paths.Slopes.Where(one => one.Known > 0).Select(one => (IReadOnlyList<Markup>)[Tables.Text(one.Of), Tables.Text(Figure.Count(one.Known)), Tables.Text(Figure.Count(one.Rising)), Tables.Text(Figure.Count(one.Falling))]));

    private static Markup Risers(ScoreTable scores, TrajectoryTable? table, MoneyFormat money)
    {
        int[] rising = table is null ? [] : [.. Enumerable.Range(0, table.Count).Where(i => table.Chances[i].IsKnown && table.Leaving.Rises(i) && double.IsFinite(scores.Clv[i])).OrderByDescending(i => scores.Clv[i]).ThenBy(i => scores.CustomerId[i], StringComparer.Ordinal)];
        return rising.Length == 0 ? Markup.Empty : Tables.Draw(
            $"Chance to leave rising: the most valuable of {Figure.Of(rising.Length, "customer")}", ["Customer", "#Value", "#Slope of the log odds, a year|trajectory.slope-of-leaving.v1", "#95 % interval", "#p", "#Churn within the year", "#Expansion"],
            rising.Take(MostLed).Select(i => (IReadOnlyList<Markup>)
            [
                Tables.Data(scores.CustomerId[i]), Tables.Text(money.Of(scores.Clv[i])), Tables.Text(Figure.Fixed(table!.Leaving.Slope[i], "0.00")), Tables.Text($"{Figure.Fixed(table.Leaving.Low[i], "0.00")} – {Figure.Fixed(table.Leaving.High[i], "0.00")}"),
                Tables.Text(Figure.Fixed(table.Leaving.PValue[i], "0.000")), Tables.Text(Figure.Percent(table.Chances[i].Churn)), Tables.Text(Figure.Percent(table.Chances[i].Expansion)),
            ]));
    }

    private static Markup Test(TrajectoryTest test, MoneyFormat money) => Markup.Of($"""
        <p>Told on {Figure.Day(test.Origin)} of {Figure.Of(test.Customers, "customer")} ({Basis(test.Basis)}), over the {Figure.Count(test.Days)} days after it: log score {Figure.Fixed(test.LogScore, "0.000")}{(test.BaseLogScore is { } shares ? $", {Figure.Fixed(shares, "0.000")} where everybody has the shares seen before ({(test.LogScore > shares ? "the chances tell customers apart" : "the chances tell no more than these shares")})" : string.Empty)}{(test.Expansion is { } grown ? $". Expansion was expected at {money.Of(grown.Predicted)} a month (80 % interval {money.Of(grown.Low)} – {money.Of(grown.High)}) and came at {money.Of(grown.Seen)}, rises of price left out" : string.Empty)}. {Tables.Definition("trajectory.test.v1")}</p>
        {Tables.Draw(
            $"What was expected and what came ({Basis(test.Basis)})", ["Trajectory", "#Expected", "#Came", "#Share before", "#Fifths of the customers by its chance: expected", "#Came"],
            test.Words.Select(word => (IReadOnlyList<Markup>)
            [
                Tables.Text(word.Trajectory), Tables.Text(Figure.Percent(word.Predicted)), Tables.Text(Figure.Percent(word.Seen)), Tables.Text(Figure.Percent(word.Base)),
                Tables.Text(Fifths(test, word, fifth => fifth.Predicted)), Tables.Text(Fifths(test, word, fifth => fifth.Seen)),
            ]))}
        """);

    private static string Basis(string basis) => basis switch { "contract" => "with an agreed price", "use" => "billed by use", _ => "without a subscription" };

    private static string Fifths(TrajectoryTest test, TestedWord word, Func<TestedFifth, double> of) =>
        string.Join(", ", test.Fifths.Where(fifth => fifth.Trajectory == word.Trajectory).Select(fifth => Figure.Percent(Math.Round(of(fifth), 2)))) is { Length: > 0 } told ? told : "–";
}
