using Perennial.Ledger;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Valuation.Costs;
using Perennial.Valuation.Net;

namespace Perennial.Reports.Page.Sections;

/// <summary>From gross revenue to net: to date by what was taken off, ahead by horizon and segment, and how it moves with what it assumes.</summary>
internal static class NetSection
{
    public static Section Draw(RunRecord run, NetTable? net, MoneyFormat money)
    {
        if (run.Margin is not { } margin || net is null)
        {
            return Section.Nothing;
        }

        NetRecord all = net.Record;
        return new("gross-to-net", "From gross to net", Markup.Of($"""
            <p>Of {money.Of(margin.Net)} of net revenue to date, <a href="#def-margin.gross.v1">{money.Of(margin.Margin)}</a>{(margin.MarginShare is { } share ? $" ({Figure.Percent(share)})" : string.Empty)} is gross margin and <a href="#def-contribution.v1">{money.Of(margin.Contribution)}</a> is left after serving customers. {Figure.Of(all.NegativeToDate, "customer")} cost more than they brought.{(margin.KnowsCost ? string.Empty : " What revenue costs is not known, so gross margin is revenue: state margins in company.yaml.")}</p>
            {Tables.Draw("From gross revenue to net, to date", ["", "#Amount"], ToDate(margin, money))}
            {Tables.Draw("By segment", ["Segment", "#Customers", "#Gross margin to date|margin.gross.v1", "#Net to date|contribution.v1", "#Gross ahead", "#Cost to serve", $"#Net ahead|{all.DefinitionId}"], all.Segments.Select(s => Segment(s, money)))}
            {Picture(NetPictures.CostTrend(run, money))}
            {(all.Horizons.Count > 0 ? Ahead(run, net, money) : Markup.Of($"<p>Nothing is said here of what lies ahead: these values are of customers without subscriptions whose purchases are predicted.</p>"))}
            {Test(all.CostTest, "a purchase day", money)}
            {Test(all.SubscriberCostTest, "an active month", money)}
            """));
    }

    private static IEnumerable<IReadOnlyList<Markup>> ToDate(MarginAccount margin, MoneyFormat money)
    {
        yield return Row("Gross revenue", margin.Gross);
        yield return Row("Returns, refunds, credit notes and disputes", -margin.Refunds);
        yield return Row("What goods cost", -margin.Goods);
        yield return Row("Pools that are cost of revenue", -margin.Delivery);
        yield return Row("Gross margin", margin.Margin);
        yield return Row("Cost to serve", -margin.Serve);
        yield return Row("Interventions", -margin.Retention);
        yield return Row("Contribution (net)", margin.Contribution);

        IReadOnlyList<Markup> Row(string what, decimal amount) => [Tables.Text(what), Tables.Text(money.Exact(amount))];
    }

    private static IReadOnlyList<Markup> Segment(NetSegment s, MoneyFormat money) =>
    [
        s.Segment.Length == 0 ? Tables.Text("none known") : Tables.Data(s.Segment), Tables.Text(Figure.Count(s.Customers)), Tables.Text(money.Of(s.MarginToDate)), Tables.Text(money.Of(s.NetToDate)),
        Tables.Text(money.Of(s.Gross)), Tables.Text(money.Of(s.CostToServe)), Tables.Text(money.Of(s.Net)),
    ];

    private static Markup Ahead(RunRecord run, NetTable net, MoneyFormat money)
    {
        NetRecord all = net.Record;
        return Markup.Of($"""
            <p>Of {Figure.Of(all.Customers, "customer")}, {Words.Horizon(run.Horizon)}, all together are expected to leave <a href="#def-{all.DefinitionId}">{money.Of(all.Horizons[0].Net)}</a> net; {Figure.Of(all.NegativeAhead, "customer")} less than nothing.</p>
            {Picture(NetPictures.Distribution(run, net, money))}
            {Tables.Draw("Gross and net by horizon", ["Horizon", "#Gross", "#Cost to serve", "#Net", "#Customers below 0"], all.Horizons.Select(h => (IReadOnlyList<Markup>)
                [Tables.Text(h.Horizon), Tables.Text(money.Of(h.Gross)), Tables.Text(money.Of(h.CostToServe)), Tables.Text(money.Of(h.Net)), Tables.Text(Figure.Count(h.Negative))]))}
            {(all.Sensitivity is { } moves ? Moves(moves, money) : Markup.Empty)}
            """);
    }

    private static Markup Moves(NetSensitivity moves, MoneyFormat money) => Markup.Of($"""
        {Tables.Draw($"Net value by discount rate and horizon, of {Figure.Of(moves.Customers, "customer")}{(moves.Customers < 5000 ? string.Empty : " in proportion")}", ["Rate a year", .. moves.Horizons.Select(h => "#" + h)], moves.Rates.Select((rate, i) => (IReadOnlyList<Markup>)
            [Tables.Text(Figure.Percent(rate)), .. moves.Net[i].Select(net => Tables.Text(money.Of(net)))]))}
        {Tables.Draw("Ten per cent less and more of one assumption, over the run's own horizon", ["Of", "#10 % less", "#As it is", "#10 % more"], moves.Shifts.Select(s => (IReadOnlyList<Markup>)
            [Tables.Text(s.Of), Tables.Text(money.Of(s.Less)), Tables.Text(money.Of(s.Net)), Tables.Text(money.Of(s.More))]))}
        """);

    private static Markup Test(CostTest? test, string unit, MoneyFormat money) => test is null ? Markup.Empty : Tables.Draw(
        $"What {Figure.Of(test.Customers, "customer")} cost {unit}, forecast for {Figure.Day(test.From)} to {Figure.Day(test.To)} without having seen it; it was {money.Of(test.Actual)}",
        ["Forecast|cost.forecast.v1", "#In all", "#Bias|cost.bias.v1", "#Error a customer|cost.mae.v1"],
        test.Rivals.Select(r => (IReadOnlyList<Markup>)[Tables.Text(r.Name), Tables.Text(money.Of(r.Predicted)), Tables.Text(test.Actual == 0 ? "–" : Figure.Percent((r.Predicted / test.Actual) - 1)), Tables.Text(money.Of(r.Mae))]));

    private static Markup Picture(Chart? chart) => chart is null ? Markup.Empty : ChartMarkup.Figure(chart);
}
