using Perennial.Ingest.Snapshots;
using Perennial.Kernel;
using Perennial.Reports.Charts;
using Perennial.Reports.Page;
using Perennial.Reports.Page.Sections;
using Perennial.Training.Snapshots;

namespace Perennial.Reports.Snapshots;

/// <summary>The report on how long customers stay: curves by group, what goes with leaving, how well that is told, and who is likeliest to leave.</summary>
internal static class StayPage
{
    private const int Shown = 25;

    public static string Draw(SnapshotTable table, StayRecord stay, StayScores scores, string version)
    {
        MoneyFormat money = new(null);
        return PageFrame.Draw(
            "How long customers stay", Headline(stay, scores, money),
            [
                new("warnings", "Read this first", Markup.Of($"""<ul class="notes">{stay.Warnings.Select(w => Markup.Of($"<li>{w}</li>"))}</ul>""")),
                new("data", "What was in the table", Data(table)),
                new("curves", "How long they stay", Curves(table, stay)),
                stay.Effects.Count == 0 ? Section.Nothing : new("effects", "What goes with leaving", Effects(stay)),
                new("test", "How well leaving is told", Test(stay)),
                new("customers", "Who is likeliest to leave", Customers(scores, money)),
                new("definitions", "Definitions", DefinitionsSection.Cards([.. DefinitionsOfStaying.All, Definitions.Find("churn.stability.v1")!])),
            ],
            Markup.Of($"Perennial {version}. Every figure is in <code>survival.json</code>, every curve in <code>curves.csv</code>, every customer in <code>customers.csv</code>, every unread row in <code>quarantine.csv</code>."),
            money);
    }

    private static Markup Headline(StayRecord stay, StayScores scores, MoneyFormat money)
    {
        StayCurve all = stay.Curves[0];
        double leave = scores.WithinYear.Sum();
        return Markup.Of($"""
            <div class="hero">
            <p class="eyebrow">How long customers stay</p>
            <h1><span class="sum">{Figure.Count((long)Math.Round(leave))}</span> of {Figure.Of(scores.Id.Length, "customer")} who are there are expected to leave within a year.</h1>
            <p class="interval">{(scores.Value is { } value ? Markup.Of($"They pay <strong>{money.Of(value.Select((v, i) => double.IsNaN(v) ? 0 : v * scores.WithinYear[i]).Sum())}</strong> a month of the {money.Of(value.Where(v => !double.IsNaN(v)).Sum())} that come in a month now. ") : Markup.Empty)}{Tables.Definition("stay.chance.v1")}</p>
            <p class="verdict">{stay.Because}</p>
            <dl class="tiles">
            {Tile("Customers", "stay.km.v1", Figure.Count(stay.Customers))}
            {Tile("Left", "stay.km.v1", Figure.Count(stay.Leavers))}
            {Tile("Stay longer than a year", "stay.km.v1", Figure.Percent(all.Points[Math.Min(12, all.Points.Count - 1)].Stayed))}
            {Tile("Median stay, months", "stay.median.v1", all.Median is { } median ? Figure.Number(median) : "not reached")}
            </dl>
            </div>

            """);
    }

    private static Markup Tile(string name, string id, string value) => Markup.Of($"""<div><dt><a href="#def-{id}">{name}</a></dt><dd>{value}</dd></div>""");

    private static Markup Data(SnapshotTable table) => Markup.Of($"""
        <p>{Figure.Of(table.Rows.In, "row")} in {table.Inputs.Select(file => Markup.Of($"<bdi>{Path.GetFileName(file.Path)}</bdi> ({file.Format})"))}: {Figure.Count(table.Rows.Used)} used, {Figure.Count(table.Rows.Quarantined)} in quarantine, {Figure.Count(table.Rows.SetAside.Values.Sum())} set aside because they have not been there for any time yet.</p>
        {Tables.Draw("Which column plays which part", ["Part", "Column", "Why"], table.Roles.Select(role => (IReadOnlyList<Markup>)[Tables.Text(role.Role), Tables.Data(role.Column), Tables.Text(role.Why)]))}
        {(table.LeftOut.Count == 0 ? Markup.Empty : Tables.Draw("Columns nothing was learned from", ["Column", "Why"], table.LeftOut.Select(column => (IReadOnlyList<Markup>)[Tables.Data(column.Column), Tables.Text(column.Why)])))}
        {(table.Quarantine.Count == 0 ? Markup.Empty : Tables.Draw("Rows that cannot be read, the first of them", ["#Line", "Column", "Says", "Allowed"], table.Quarantine.Take(10).Select(row => (IReadOnlyList<Markup>)[Tables.Text(Figure.Count(row.Line)), Tables.Data(row.Column), Tables.Data(row.Value), Tables.Text(row.Reason)])))}
        """);

    private static Markup Curves(SnapshotTable table, StayRecord stay) => Markup.Of($"""
        {ChartMarkup.Figure(StayPictures.Curves(stay.Curves, table.By?.Name))}
        {Tables.Draw(
            "Stays by group", ["Group", "#Customers", "#Left", "#Stay for 12 months|stay.km.v1", "#24", "#36", "#Median, months|stay.median.v1", "#95 % interval", $"#Mean of the first {Figure.Number(stay.Curves[0].MeanWithin)}"],
            stay.Curves.Select(curve => (IReadOnlyList<Markup>)
            [
                curve.Group.Length == 0 ? Markup.Of($"<strong>All</strong>") : Tables.Data(curve.Group), Tables.Text(Figure.Count(curve.Customers)), Tables.Text(Figure.Count(curve.Leavers)),
                At(curve, 12), At(curve, 24), At(curve, 36), Tables.Text(Figure.Number(curve.Median)),
                Tables.Text(curve.MedianLow is null && curve.MedianHigh is null ? "–" : $"{Figure.Number(curve.MedianLow)} to {Figure.Number(curve.MedianHigh)}"),
                Tables.Text($"{Figure.Number(curve.Mean)} ± {Figure.Number(curve.MeanError)}"),
            ]))}
        {(stay.Groups is { } test ? Markup.Of($"<p>That all groups stay alike has a p-value {Small(test.PValue)} (log-rank, chi-square {Figure.Number(test.ChiSquare)} on {Figure.Of(test.Degrees, "degree")} of freedom).</p>") : Markup.Empty)}
        """);

    private static Markup At(StayCurve curve, int month) => month < curve.Points.Count
        ? Tables.Text(Figure.Percent(curve.Points[month].Stayed))
        : Tables.Text("–");

    private static string Small(double p) => p < 0.0001 ? "below 0.0001" : $"of {Figure.About(p)}";

    private static Markup Effects(StayRecord stay) => Tables.Draw(
        "What goes with leaving most stably; association, not effect", ["Feature", "#Found in|churn.stability.v1", "#One step is", "#Hazard ratio|stay.hazard-ratio.v1", "#95 % interval", "#Same at every age, p"],
        stay.Effects.Select(effect => (IReadOnlyList<Markup>)
        [
            Tables.Data(effect.Feature), Tables.Text(Figure.Percent(effect.Stability)), Tables.Text(Figure.Number(effect.Step)), Tables.Text(Figure.Number(effect.HazardRatio)),
            Tables.Text(effect.Low is { } low && effect.High is { } high ? $"{Figure.Number(low)} to {Figure.Number(high)}" : "–"), Tables.Text(effect.Proportional is { } p ? p < 0.0001 ? "< 0.0001" : Figure.About(p) : "–"),
        ]));

    private static Markup Test(StayRecord stay)
    {
        Chart? chart = StayPictures.Reliability(stay);
        return Markup.Of($"""
            {Tables.Draw(
                "Kinds of models on customers they were not fitted on", ["Model", "#Log score|stay.log-score.v1", "#Brier, a year|stay.brier.v1", "#Taken away of the first's", "#Concordance"],
                stay.Compared.Select(one => (IReadOnlyList<Markup>)
                [
                    one.Kind == stay.Chosen ? Markup.Of($"<strong>{one.Kind}</strong>") : Tables.Text(one.Kind), Tables.Text(Figure.Measure(one.LogScore)), Tables.Text(Figure.Measure(one.Brier)), Tables.Text(Figure.Percent(one.Skill)), Tables.Text(Figure.Measure(one.Concordance)),
                ]))}
            <p>{stay.Because}</p>
            {(chart is null ? Markup.Empty : ChartMarkup.Figure(chart))}
            """);
    }

    private static Markup Customers(StayScores scores, MoneyFormat money)
    {
        int[] first = [.. Enumerable.Range(0, scores.Id.Length).OrderByDescending(i => scores.WithinYear[i] * (scores.Value is { } v && !double.IsNaN(v[i]) ? v[i] : 1)).ThenBy(i => scores.Id[i], StringComparer.Ordinal).Take(Shown)];
        return Tables.Draw(
            scores.Value is null ? "The likeliest to leave within a year" : "Where most is at stake: the chance of leaving within a year times what is paid a month",
            ["Customer", "#Months there", "#Leaves within 3 months|stay.chance.v1", "#12 months", "#Months of the next 36|stay.months.v1", .. scores.Value is null ? Array.Empty<string>() : ["#Pays a month"], "Goes with it (times the mean rate of leaving)"],
            first.Select(i => (IReadOnlyList<Markup>)
            [
                Tables.Data(scores.Id[i]), Tables.Text(Figure.Number(scores.Months[i])), Tables.Text(Figure.Percent(scores.WithinQuarter[i])), Tables.Text(Figure.Percent(scores.WithinYear[i])), Tables.Text(Figure.Number(scores.MonthsOfNextThreeYears[i])),
                .. scores.Value is { } value ? [Tables.Text(money.Of(value[i]))] : Array.Empty<Markup>(), Tables.Data(scores.Drivers[i]),
            ]));
    }
}
