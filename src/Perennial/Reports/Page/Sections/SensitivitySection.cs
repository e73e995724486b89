using Perennial.Features.Contracts;
using Perennial.Training.Contracts;

namespace Perennial.Reports.Page.Sections;

/// <summary>How the value of customers with subscriptions moves with what it assumes.</summary>
internal static class SensitivitySection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Sensitivity is not { } moves)
        {
            return Section.Nothing;
        }

        bool net = moves.Shifts[0].Net is not null;
        return new("sensitivity", "What the value of subscriptions rests on", Markup.Of($"""
            {Tables.Draw(
                $"Ten per cent less and more of one assumption, {Words.Horizon(run.Horizon)}; the one that moves most first",
                ["Of", "#Value with less|sensitivity.contract.v1", "#Value with more", .. net ? (string[])["#Net with less", "#Net with more"] : [], "#From the value as it is"],
                moves.Shifts.Select(shift => (IReadOnlyList<Markup>)
                [
                    Tables.Text(shift.Of), Tables.Text(money.Of(shift.Less)), Tables.Text(money.Of(shift.More)), .. net ? (Markup[])[Tables.Text(money.Of(shift.NetLess)), Tables.Text(money.Of(shift.NetMore))] : [],
                    Tables.Text($"{Figure.Percent((shift.Less / shift.Value) - 1)} to {Figure.Percent((shift.More / shift.Value) - 1)}"),
                ]))}
            {Tables.Draw(
                "Value by discount rate a year and horizon",
                ["Rate", .. moves.Months.Select(months => "#" + Horizon(months))],
                moves.Rates.Select((rate, r) => (IReadOnlyList<Markup>)[Tables.Text(Figure.Percent(rate)), .. moves.Value[r].Select(value => Tables.Text(money.Of(value)))]))}
            <p class="note">Worked out on the expected path of revenue of {Figure.Of(moves.Accounts, "account")}, scaled to the values of all; one assumption moves at a time, as if nothing else answered to it: a price that rises changes nothing here of who leaves.</p>
            """));
    }

    private static string Horizon(double months) => months >= ContractSimulator.LifetimeMonths ? "lifetime, cut" : $"{Figure.Number(Math.Round(months * ContractAccount.MonthDays))} days";
}
