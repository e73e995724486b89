using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Training.Contracts;
using Perennial.Valuation.Contracts;

namespace Perennial.Reports.Page.Sections;

/// <summary>Customers with subscriptions: who stays, what they are expected to bring, and how the law of leaving did on hidden months.</summary>
internal static class ContractSection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Contracts is not { } contracts)
        {
            return Section.Nothing;
        }

        Chart? survival = ContractPictures.Survival(run);
        return new("contracts", "Customers with subscriptions", Markup.Of($"""
            <p>{Figure.Of(contracts.Active, "customer")} {(contracts.Active == 1 ? "pays" : "pay")}, {Figure.Count(contracts.Paused)} pause and {Figure.Count(contracts.Churned)} have left. {(contracts.Chosen == "none" ? Markup.Of($"{contracts.Because}") : Markup.Of($"They are told by their contracts, not by their purchases: values come from <strong>{Words.Model(contracts.Chosen)}</strong>. {contracts.Because}"))}</p>
            {(survival is null ? Markup.Empty : ChartMarkup.Figure(survival))}
            {Expected(run, contracts, money)}
            {Movements(contracts)}
            {Test(contracts, money)}
            """));
    }

    private static Markup Expected(RunRecord run, ContractRecord contracts, MoneyFormat money) => contracts.Horizons.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>What they are expected to bring</h3>
        {Tables.Draw(
            "Of all together",
            ["To", "#Revenue|revenue.contract.v1", $"#Value|{run.DefinitionId}", "#80 % interval of the value", "#Active months|active-months.v1"],
            contracts.Horizons.Select(h => (IReadOnlyList<Markup>)
            [
                Tables.Text(Horizon(h.Months)), Tables.Text(money.Of(h.Revenue)), Markup.Of($"<strong>{money.Of(h.Value)}</strong>"), Tables.Text($"{money.Of(h.P10)} – {money.Of(h.P90)}"), Tables.Text(Figure.Number(h.ActiveMonths)),
            ]))}
        <p>Of those who pay or pause, {Figure.Percent(contracts.LeavesVoluntarily)} are expected to leave within 365 days of their own will and {Figure.Percent(contracts.LeavesByPayment)} because payments fail (<a href="#def-churn.probability.v1">chance to leave</a>). They are expected to stay {Figure.Number(contracts.LifetimeMonths)} months more (<a href="#def-lifetime.contract.v1">cut at twenty years</a>; {Figure.Percent(contracts.BeyondLifetime)} would be there still). Growth goes with what was seen in the segment, is carried on for five years at most, and leaves rises of price out.{(contracts.Kept < 1 ? $" Of what was billed in the last twelve months {Figure.Percent(1 - contracts.Kept)} was given back; as much is taken off." : string.Empty)}</p>

        """);

    private static string Horizon(double months) => months >= ContractSimulator.LifetimeMonths ? "lifetime, cut at twenty years" : $"{Figure.Number(Math.Round(months * Features.Contracts.ContractAccount.MonthDays))} days";

    private static Markup Movements(ContractRecord contracts) => contracts.Movements.Count == 0 ? Markup.Empty : Tables.Draw(
        "How recurring revenue moves while they stay, a month, drawn towards the whole company",
        ["Segment", "#Expands", "#by", "#Contracts at a renewal", "#Contracts between", "#by", "#Pauses"],
        contracts.Movements.Select(m => (IReadOnlyList<Markup>)
        [
            Tables.Data(m.Segment.Length > 0 ? m.Segment : "All"), Tables.Text(Figure.Percent(m.Expansion)), Tables.Text(Figure.Percent(m.ExpansionFactor - 1)), Tables.Text(Figure.Percent(m.ContractionAtRenewal)),
            Tables.Text(Figure.Percent(m.ContractionBetween)), Tables.Text(Figure.Percent(1 - m.ContractionFactor)), Tables.Text(Figure.Percent(m.Pause)),
        ]));

    private static Markup Test(ContractRecord contracts, MoneyFormat money) => contracts.Backtest is not { } test ? Markup.Empty : Markup.Of($"""
        <h3>On months they had not seen</h3>
        {Tables.Draw(
            $"{Figure.Of(test.Accounts, "account")} known on {Figure.Day(test.Origin)}, until {Figure.Day(test.End)}",
            ["Model or baseline", "#Stayed", "#Expected", "#Log score", "#Brier", "#Revenue off by", "#CRPS of revenue", "#coverage80", "#Gini"],
            test.Scores.Select(s => (IReadOnlyList<Markup>)
            [
                Markup.Of($"{(s.Model == contracts.Chosen ? Markup.Of($"<strong>{Words.Model(s.Model)}</strong>") : Markup.Of($"{Words.Model(s.Model)}"))}"),
                Tables.Text(Figure.Percent(s.Retained[^1].Actual)), Tables.Text(Figure.Percent(s.Retained[^1].Predicted)), Tables.Text(Figure.Fixed(s.LogScore, "0.0000")), Tables.Text(Figure.Fixed(s.Retained[^1].Brier, "0.0000")),
                Tables.Text($"{(s.Bias < 0 ? "−" : "+")}{Figure.Percent(Math.Abs(s.Bias))}"), Tables.Text(money.Of(s.Crps)), Tables.Text(Figure.Percent(s.Coverage80)), Tables.Text(Figure.Fixed(s.Gini, "0.000")),
            ]))}
        {(test.Scores.First(s => s.Model == contracts.Chosen) is var own && Math.Abs(own.Coverage80 - 0.8) > own.Coverage80Tolerance ? Markup.Of($"<p>The 80 % intervals of single accounts held {Figure.Percent(own.Coverage80)}, outside 80 % give or take {Figure.Percent(own.Coverage80Tolerance)}: take them as too {(own.Coverage80 < 0.8 ? "narrow" : "wide")}.</p>") : Markup.Empty)}
        {Tables.Draw(
            "Tenths of the accounts by their expected chance to stay, the least likely first",
            ["Tenth", "#Expected", "#Stayed", "#Accounts"],
            test.Reliability.Select((r, i) => (IReadOnlyList<Markup>)[Tables.Text(Figure.Count(i + 1)), Tables.Text(Figure.Percent(r.Predicted)), Tables.Text(Figure.Percent(r.Actual)), Tables.Text(Figure.Count(r.Accounts))]))}
        {Tables.Draw(
            "Revenue of all accounts in the hidden months, at every origin; the last was scored once",
            ["Known until", "#Expected", "#80 % interval", "#Came"],
            test.Totals.Select(t => (IReadOnlyList<Markup>)[Tables.Text(Figure.Day(t.Origin)), Tables.Text(money.Of(t.Predicted)), Tables.Text($"{money.Of(t.P10)} – {money.Of(t.P90)}"), Tables.Text(money.Of(t.Actual))]))}

        """);
}
