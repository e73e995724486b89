using Perennial.Features.Contracts;
using Perennial.Scoring;
using Perennial.Testing;
using Perennial.Training.Contracts;
using Perennial.Valuation.Contracts;

namespace Perennial.Tests.Valuation.Contracts;

/// <summary>What ten per cent of an assumption does to a value that can be worked out by hand: 5 % leave at the end of each month and nothing moves.</summary>
public sealed class ContractSensitivityTests
{
    private const double Hazard = 0.05, Rate = 0.10;
    private static readonly double[] Horizons = [365 / ContractAccount.MonthDays, ContractSimulator.LifetimeMonths];

    [Fact]
    [Golden("sensitivity.contract.v1")]
    public void Shifts_and_rates_are_those_of_the_closed_forms()
    {
        ContractSensitivity found = ContractSensitivity.Of(Values(), Rate, Nobody(), null)!;
        double value = 2 * Worth(1, Rate, Horizons[0]);
        ContractShift Of(string name) => found.Shifts.Single(shift => shift.Of == name);
        Near(2 * Worth(1.1, Rate, Horizons[0]), Of("churn").More);
        Near(2 * Worth(0.9, Rate, Horizons[0]), Of("churn").Less);
        Near(0.9 * value, Of("price").Less);
        Near(1.1 * value, Of("price").More);
        Near(2 * Worth(1, 0.11, Horizons[0]), Of("discount rate").More);

        // After a year .95^12 are there; ten per cent more of them is a hazard that is smaller by ln 1.1.
        double year = 12 * Math.Log(1 - Hazard);
        Near(2 * Worth((year + Math.Log(1.1)) / year, Rate, Horizons[0]), Of("retention of a year").More);
        Near(2 * Worth((year + Math.Log(0.9)) / year, Rate, Horizons[0]), Of("retention of a year").Less);
        Assert.Equal(found.Shifts.OrderByDescending(shift => Math.Abs(shift.More - shift.Less)), found.Shifts);
        for (int r = 0; r < found.Rates.Count; r++)
        {
            Near(2 * Worth(1, found.Rates[r], Horizons[0]), found.Value[r][0]);
            Near(2 * Worth(1, found.Rates[r], Horizons[1]), found.Value[r][1]);
        }
    }

    [Fact]
    public void Where_nobody_is_left_to_leave_nothing_is_said()
    {
        ContractValues values = Values(ContractState.Churned);
        Assert.Null(ContractSensitivity.Of(values, Rate, Nobody(), null));
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * expected);

    // A hundred a month while there, mid-month, of one account whose first end of a month is a month away.
    private static double Worth(double power, double rate, double months)
    {
        double sum = 0;
        for (int month = 0; month < months && month < ContractSimulator.LifetimeMonths; month++)
        {
            double part = Math.Min(1, months - month);
            sum += 100 * part * Math.Pow(1 - Hazard, month * power) * Math.Pow(1 + rate, -(month + (part / 2)) / 12);
        }

        return sum;
    }

    private static ContractValues Values(ContractState state = ContractState.Active)
    {
        ContractAccount[] accounts = [.. new[] { 1, 2 }.Select(key => new ContractAccount(key, "SMB", string.Empty, state, 100, 100, state == ContractState.Active ? 0 : 100, 1, "core", new(2024, 1, 1), null, 12, 1, 12, 15, 0, null, false, 0, 0, 0, 1))];
        double[] leave = [.. Enumerable.Range(0, 260).Select(month => Hazard * Math.Pow(1 - Hazard, month))];
        var risks = new ContractRisks(leave, new double[leave.Length], (0, 0));
        double[][] By(Func<double, double> of) => [.. Horizons.Select(months => new[] { of(months), of(months) })];
        double[] two = [1, 1];
        return new()
        {
            AsOf = new(2025, 1, 1), Accounts = accounts, Horizons = Horizons, Main = 0, Factor = 1, Revenue = By(months => Worth(1, 0, months)), Value = By(months => Worth(1, Rate, months)), ActiveMonths = By(months => Worth(1, Rate, months) / 100),
            Quantiles = [two, two, two, two, two], NoRevenue = two, Totals = [two, two], Left = [two, two, two], LeftByPayment = two, Lifetime = two, LifetimeQuantiles = [[], []], BeyondLifetime = 0, Risks = [risks, risks],
        };
    }

    private static ScoreTable Nobody()
    {
        double[] none = [];
        return new()
        {
            CustomerKey = [], CustomerId = [], FirstPurchase = [], LastPurchase = [], Orders = [], RevenueToDate = [], Frequency = [], Recency = none, T = none, MeanSpend = none, PAlive = none, PZero = none, ExpectedOrders = none,
            ExpectedSpend = none, Clv = none, ClvP50 = none, ClvP10 = none, ClvP90 = none, ClvP025 = none, ClvP975 = none, Percentile = none, Quality = [],
        };
    }
}
