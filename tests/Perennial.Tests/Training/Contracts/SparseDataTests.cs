using Perennial.Features.Contracts;
using Perennial.Models;
using Perennial.Models.Numerics;
using Perennial.Models.Survival.Curves;
using Perennial.Training.Contracts;

namespace Perennial.Tests.Training.Contracts;

/// <summary>Few data make intervals wide, and customers who came lately are not taken for short-lived.</summary>
public sealed class SparseDataTests
{
    private static readonly double[] Year = [365 / ContractAccount.MonthDays];

    /// <summary>The same accounts and the same rate of leaving, known from ever fewer months: the interval of their total widens each time.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void The_interval_of_a_total_widens_as_the_data_shrink()
    {
        ContractAccount[] accounts = [.. Enumerable.Range(1, 200).Select(ContractSimulatorTests.Account)];
        double[] widths = [.. new[] { 1_000_000, 3000, 300, 60 }.Select(Width)];
        Assert.Equal(widths.Order(), widths);
        Assert.True(widths[^1] > 2 * widths[0], string.Join(' ', widths));

        double Width(int months)
        {
            ContractCell[] cells = [new("SMB", 1, true, 1, 1, false, months, months / 20, 0, 0, 0, 0, 0, 0, months, months / 20)];
            double[] totals = new ContractSimulator(ContractLaws.OneRateOf(cells, 400, 1), new MovementModel(cells, [], []), Year, 0, 0, 400, 1).Run(accounts, new DateOnly(2025, 12, 31), (_, _, _) => { }).Totals[0];
            Array.Sort(totals);
            return (totals[359] - totals[39]) / totals.Average();
        }
    }

    /// <summary>Lifetimes of twenty weeks in the mean, customers won evenly over twenty-four: of those who left the mean is much too short, and who is not twelve weeks old has not stayed twelve; an estimate that knows who is still there is right.</summary>
    [Fact]
    public void Recent_cohorts_shorten_a_naive_lifetime_and_not_a_censored_estimate()
    {
        const int Customers = 5000;
        var random = new Pcg64(7);
        (double[] time, bool[] left) = (new double[Customers], new bool[Customers]);
        for (int i = 0; i < Customers; i++)
        {
            double life = -20 * Math.Log(1 - random.NextDouble()), age = 24 * random.NextDouble();
            (time[i], left[i]) = (Math.Min(life, age), life <= age);
        }

        double naiveMean = time.Where((_, i) => left[i]).Average(), naiveTwelve = time.Count(t => t >= 12) / (double)Customers;
        KaplanMeierCurve curve = KaplanMeier.Estimate(new(time, left, TimeUnit.Week));
        double expected = Math.Exp(-12 / 20.0), deviation = curve.StandardError[Array.FindLastIndex(curve.Times, t => t <= 12)];
        Assert.InRange(curve.At(12), expected - (4 * deviation), expected + (4 * deviation));
        Assert.True(naiveMean < 10, $"{naiveMean}");
        Assert.True(naiveTwelve < expected - (10 * deviation), $"{naiveTwelve}");
    }
}
