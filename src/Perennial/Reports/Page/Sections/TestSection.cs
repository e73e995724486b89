using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Training;

namespace Perennial.Reports.Page.Sections;

/// <summary>The test on hidden months: tracking, models and baselines side by side, deciles, calibration, coverage.</summary>
internal static class TestSection
{
    private sealed record Column(string Head, Func<HoldoutScore, double?> Value, Func<HoldoutScore, double?>? Better, Func<double?, string> Say);

    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        const string title = "The test: months the model had not seen";
        if (run.Contracts is not null && run.Models.Count == 0)
        {
            return Section.Nothing;
        }

        if (run.Holdout is not { } holdout)
        {
            return new("test", title, Markup.Of($"<p>{run.NoHoldout ?? "No months were hidden, so nothing was tested."}</p><p>Without a test, read every predicted number as an assumption.</p>"));
        }

        Chart?[] after = [HoldoutPictures.Deciles(holdout), HoldoutPictures.Calibration(holdout), HoldoutPictures.Coverage(holdout)];
        return new("test", title, Markup.Of($"""
            <p class="lead">{holdout.Verdict}</p>
            <p>{holdout.Selection} {Figure.Of(holdout.Customers, "customer")} known on {Figure.Day(holdout.Origin)} were followed to {Figure.Day(holdout.End)}; {Figure.Of(holdout.NewInHoldout, "customer")} first seen after that day are left out.</p>
            {Drawn(TrackingPicture.Draw(holdout, "orders"))}
            <h3>Models and naive baselines, in orders</h3>
            {Leaderboard(holdout.Models, holdout.Baselines, holdout.Chosen, "Orders in the hidden months; the best of each measure is marked", v => Figure.Number(v))}
            {Money(holdout.Spend, holdout.Chosen, money)}
            {after.Select(Drawn)}
            {CoverageTable(holdout)}
            <p class="note">For comparison: in four published data sets about 55 % of the future top 20 % were missed and 15 % of the others wrongly promoted{Found(holdout)}.</p>
            """));
    }

    private static Markup Drawn(Chart? chart) => chart is null ? Markup.Empty : ChartMarkup.Figure(chart);

    private static string Found(HoldoutRecord holdout) =>
        holdout.Models.TryGetValue(holdout.Chosen, out HoldoutScore? s) && s.Top20Found is { } found || holdout.Baselines.TryGetValue(holdout.Chosen, out s) && s.Top20Found is { } _
            ? $"; here {Figure.Percent(1 - s!.Top20Found!.Value)} of the top 20 % were missed and {Figure.Percent((1 - s.Top20Found.Value) * 0.2 / 0.8)} of the others promoted"
            : string.Empty;

    private static Markup Money(SpendHoldout? spend, string chosen, MoneyFormat money) => spend is null ? Markup.Empty : Markup.Of($"""
        <h3>The same in money</h3>
        <p>{money.Of(spend.Actual)} came in from these customers, {money.Of(spend.Predicted)} were predicted.</p>
        {Leaderboard(spend.Models, spend.Baselines, chosen, "Money in the hidden months; the best of each measure is marked", v => money.Of(v))}
        """);

    private static Markup Leaderboard(IReadOnlyDictionary<string, HoldoutScore> models, IReadOnlyDictionary<string, HoldoutScore> baselines, string chosen, string caption, Func<double?, string> total)
    {
        List<Column> columns =
        [
            new("Total predicted|holdout.purchases.v1", s => s.Predicted, s => -Math.Abs(s.Predicted - s.Actual), total),
            new("CRPS|holdout.crps.v1", s => s.Crps, s => -s.Crps, Figure.Measure),
            new("MAE|holdout.mae.v1", s => s.Mae, s => -s.Mae, Figure.Measure),
            new("MAE of median|holdout.mae.v1", s => s.MaeMedian, s => -s.MaeMedian, Figure.Measure),
            new("RMSE|holdout.rmse.v1", s => s.Rmse, s => -s.Rmse, Figure.Measure),
            new("Poisson deviance|holdout.poisson-deviance.v1", s => s.PoissonDeviance, s => -s.PoissonDeviance, Figure.Measure),
            new("Spearman|holdout.spearman.v1", s => s.Spearman, s => s.Spearman, v => v is { } x && double.IsFinite(x) ? Figure.Fixed(x, "0.000") : "–"),
            new("Decile lift|holdout.deciles.v1", s => s.DecileLift, s => s.DecileLift, v => v is { } x && double.IsFinite(x) ? Figure.Fixed(x, "0.00") : "–"),
            new("Top 20 % found|holdout.top20-found.v1", s => s.Top20Found, s => s.Top20Found, Figure.Percent),
        ];
        var rows = models.Select(m => (Name: m.Key, Kind: "model", Score: m.Value)).Concat(baselines.Select(b => (Name: b.Key, Kind: "baseline", Score: b.Value))).ToList();
        columns = [.. columns.Where(c => rows.Any(r => c.Value(r.Score) is { } v && double.IsFinite(v)))];
        double?[] best = [.. columns.Select(c => rows.Select(r => c.Better!(r.Score)).Where(v => v is { } x && double.IsFinite(x)).Max())];
        Markup Cell(HoldoutScore score, int i) => best[i] is { } top && columns[i].Better!(score) is { } mine && mine >= top
            ? Markup.Of($"""<strong class="best"><span aria-hidden="true">★</span><span class="hidden">best: </span>{columns[i].Say(columns[i].Value(score))}</strong>""")
            : Tables.Text(columns[i].Say(columns[i].Value(score)));
        return Tables.Draw(
            caption,
            ["Method", .. columns.Select(c => "#" + c.Head)],
            rows.Select(r => (IReadOnlyList<Markup>)
            [
                Markup.Of($"""{Words.Model(r.Name)} <span class="kind">{r.Kind}{(r.Name == chosen ? ", chosen" : string.Empty)}</span>"""),
                .. columns.Select((_, i) => Cell(r.Score, i)),
            ]));
    }

    private static Markup CoverageTable(HoldoutRecord h)
    {
        string Verdict() => h.CoveragePasses ? "passes" : "fails";
        List<IReadOnlyList<Markup>> rows =
        [
            [Tables.Text("Orders, 80 %"), Tables.Text(Figure.Percent(h.Coverage80)), Tables.Text($"{Verdict()} (± {Figure.Fixed(h.Coverage80Tolerance * 100, "0.0")} points)")],
            [Tables.Text("Orders, 95 %"), Tables.Text(Figure.Percent(h.Coverage95)), Tables.Text("shown for reference")],
            [Tables.Text("Orders, 80 %, ends counted in"), Tables.Text(Figure.Percent(h.Coverage80Closed)), Tables.Text($"the model implies {Figure.Percent(h.Coverage80ClosedImplied)}")],
            [Tables.Text("Below the 10 % quantile"), Tables.Text(Figure.Percent(h.BelowLowTail)), Tables.Text("10\u00A0% would be exact")],
            [Tables.Text("Above the 90 % quantile"), Tables.Text(Figure.Percent(h.AboveHighTail)), Tables.Text("10\u00A0% would be exact")],
        ];
        if (h.Spend is { } spend)
        {
            rows.Add([Tables.Text("Money, 80 %"), Tables.Text(Figure.Percent(spend.Coverage80)), Tables.Text("shown for reference")]);
            rows.Add([Tables.Text("Money, 95 %"), Tables.Text(Figure.Percent(spend.Coverage95)), Tables.Text("shown for reference")]);
        }

        return Markup.Of($"""
            {Tables.Draw("What share of customers fell inside their interval", ["Interval", "#Measured", "Verdict"], rows)}
            <p class="note">The 80 % intervals are {Figure.Number(h.MeanWidth80)} orders wide on average. {(h.Recalibrated ? "They were recalibrated on earlier origins." : "They were not recalibrated.")} Coverage is claimed for the tested horizon only.</p>
            """);
    }
}
