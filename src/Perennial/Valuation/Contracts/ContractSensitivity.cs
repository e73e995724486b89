using Perennial.Features.Contracts;
using Perennial.Scoring;
using Perennial.Training.Contracts;
using Perennial.Valuation.Net;

namespace Perennial.Valuation.Contracts;

/// <summary>How the value of all accounts with subscriptions moves with what it assumes (sensitivity.contract.v1).</summary>
/// <param name="Accounts">Accounts the path of revenue was worked out on: every k-th of many.</param>
/// <param name="Rates">Effective annual discount rates of the rows of <paramref name="Value"/>.</param>
/// <param name="Months">Horizons of its columns, in months.</param>
/// <param name="Value">Value by rate and horizon.</param>
/// <param name="Shifts">What ten per cent less and more of one assumption makes of it over the run's own horizon, the widest first.</param>
public sealed record ContractSensitivity(int Accounts, IReadOnlyList<double> Rates, IReadOnlyList<double> Months, IReadOnlyList<IReadOnlyList<double>> Value, IReadOnlyList<ContractShift> Shifts)
{
    /// <summary>Finds it; null where nobody is there to leave.</summary>
    /// <param name="values">What accounts are worth.</param>
    /// <param name="discount">The run's effective annual rate.</param>
    /// <param name="scores">The scores, whose order <paramref name="net"/> has.</param>
    /// <param name="net">Net values; null where nothing is said of costs.</param>
    public static ContractSensitivity? Of(ContractValues values, double discount, ScoreTable scores, NetTable? net)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(scores);
        if (ContractPathway.Of(values) is not { } path)
        {
            return null;
        }

        double value = values.Total, horizon = values.Horizons[values.Main];
        double? costs = net is null ? null : value - Net(values, scores, net);
        double lasts = path.Retained(1), more = path.PowerFor(Math.Min(1.1 * lasts, (1 + lasts) / 2)), less = path.PowerFor(0.9 * lasts);
        ContractShift[] shifts =
        [
            Shift("churn", (0.9, discount, 1), (1.1, discount, 1)),
            Shift("retention of a year", (less, discount, 1), (more, discount, 1)),
            Shift("price", (1, discount, 0.9), (1, discount, 1.1)),
            Shift("discount rate", (1, 0.9 * discount, 1), (1, 1.1 * discount, 1)),
        ];
        return new(
            path.Accounts,
            NetSensitivity.Usual,
            values.Horizons,
            [.. NetSensitivity.Usual.Select(rate => (IReadOnlyList<double>)[.. values.Horizons.Select((months, h) => values.Value[h].Sum() * path.Revenue(1, rate, months) / path.Revenue(1, discount, months))])],
            [.. shifts.OrderByDescending(shift => Math.Abs(shift.More - shift.Less)).ThenBy(shift => shift.Of, StringComparer.Ordinal)]);

        ContractShift Shift(string of, (double Power, double Rate, double Price) low, (double Power, double Rate, double Price) high)
        {
            (double v, double? n) = At(low);
            (double w, double? m) = At(high);
            return new(of, v, value, w, n, value - costs, m);
        }

        // Price moves revenue alone; who leaves takes revenue and costs along.
        (double Value, double? Net) At((double Power, double Rate, double Price) with)
        {
            double moved = value * with.Price * path.Revenue(with.Power, with.Rate, horizon) / path.Revenue(1, discount, horizon);
            return (moved, moved - (costs * path.There(with.Power, with.Rate, horizon) / path.There(1, discount, horizon)));
        }
    }

    private static double Net(ContractValues values, ScoreTable scores, NetTable net)
    {
        var row = scores.CustomerKey.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return values.Accounts.Select((account, i) => row.TryGetValue(account.Key, out int at) && double.IsFinite(net.Own.Net[at]) ? net.Own.Net[at] : values.Value[values.Main][i]).Sum();
    }
}

/// <summary>What ten per cent less and more of one assumption makes of the value and of the net value.</summary>
/// <param name="Of">churn, retention of a year, price, or discount rate.</param>
/// <param name="Less">Value with ten per cent less of it.</param>
/// <param name="Value">Value as it is.</param>
/// <param name="More">Value with ten per cent more of it.</param>
/// <param name="NetLess">Net value with less; null where nothing is said of costs.</param>
/// <param name="Net">Net value as it is.</param>
/// <param name="NetMore">Net value with more.</param>
public sealed record ContractShift(string Of, double Less, double Value, double More, double? NetLess, double? Net, double? NetMore);

/// <summary>Revenue of all accounts month by month: who is there by the law of leaving, at the height that makes each stretch between two horizons what the simulated lives brought.</summary>
internal sealed class ContractPathway
{
    private const int MostAccounts = 400, Months = ContractSimulator.LifetimeMonths;
    private readonly (double Weight, double[] There, double Year)[] _accounts;
    private readonly double[] _height;

    private ContractPathway((double Weight, double[] There, double Year)[] accounts, double[] height) => (_accounts, _height) = (accounts, height);

    public int Accounts => _accounts.Length;

    public static ContractPathway? Of(ContractValues values)
    {
        int[] running = [.. Enumerable.Range(0, values.Accounts.Count).Where(i => values.Accounts[i] is { State: not ContractState.Churned, Level: > 0 })];
        int stride = 1 + ((running.Length - 1) / MostAccounts);
        (double, double[], double)[] sample =
        [
            .. running.Where((_, k) => k % stride == 0).Select(i => (
                values.Accounts[i].Level, Enumerable.Range(0, Months).Select(month => There(values.Risks[i], values.Accounts[i], month + 0.5)).ToArray(),
                There(values.Risks[i], values.Accounts[i], 365 / ContractAccount.MonthDays))),
        ];
        double[] height = new double[Months];
        Array.Fill(height, 1);
        var path = new ContractPathway(sample, height);
        if (sample.Length == 0 || path.Revenue(1, 0, Months) <= 0)
        {
            return null;
        }

        // A stretch's height is what came in it by what it would be; a month that two stretches share gets that of both in proportion.
        double[] scale = new double[Months];
        (double from, double before) = (0, 0);
        for (int h = 0; h < values.Horizons.Length; h++)
        {
            double to = values.Horizons[h], brought = values.Revenue[h].Sum(), made = path.Revenue(1, 0, to) - path.Revenue(1, 0, from);
            for (int month = (int)from; month < Math.Ceiling(to) && month < Months; month++)
            {
                scale[month] += (made > 0 ? Math.Max(0, brought - before) / made : 0) * (Math.Min(to, month + 1) - Math.Max(from, month));
            }

            (from, before) = (to, brought);
        }

        return new(sample, scale);
    }

    /// <summary>Gives the discounted revenue to a horizon where the chance to be there is raised to a power, up to a factor.</summary>
    public double Revenue(double power, double rate, double months) => Sum(power, rate, months, (weight, month) => weight * _height[month]);

    /// <summary>Gives the discounted months in which accounts are there, up to a factor.</summary>
    public double There(double power, double rate, double months) => Sum(power, rate, months, (_, _) => 1);

    /// <summary>Gives the share of revenue whose accounts are there after a year.</summary>
    public double Retained(double power) => _accounts.Sum(account => account.Weight * Math.Pow(account.Year, power)) / _accounts.Sum(account => account.Weight);

    /// <summary>Gives the power under which that share is there after a year.</summary>
    public double PowerFor(double share)
    {
        (double low, double high) = (0, 64);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Retained(middle) > share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private double Sum(double power, double rate, double months, Func<double, int, double> worth)
    {
        double sum = 0;
        for (int month = 0; month < months && month < Months; month++)
        {
            double part = Math.Min(1, months - month), discount = Math.Pow(1 + rate, -(month + (part / 2)) / 12);
            foreach ((double weight, double[] there, _) in _accounts)
            {
                sum += part * discount * worth(weight, month) * (power == 1 ? there[month] : Math.Pow(there[month], power));
            }
        }

        return sum;
    }

    private static double There(ContractRisks risks, ContractAccount account, double months)
    {
        (double voluntary, double payment) = risks.Left(account, months);
        return Math.Clamp(1 - voluntary - payment, 0, 1);
    }
}
