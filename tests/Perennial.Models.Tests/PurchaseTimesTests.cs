using Perennial.Models.CnbdK;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;

namespace Perennial.Models.Tests;

/// <summary>Do purchase times give everything that models without them need?</summary>
public sealed class PurchaseTimesTests
{
    [Fact]
    public void Models_of_regular_buying_are_fitted_to_purchase_times()
    {
        CnbdKParameters truth = new(3, 0.9, 2, 0.8, 2.4);
        double[] ages = [.. Enumerable.Range(0, 600).Select(i => 30 + (i % 28 / 7.0))];
        PurchaseHistories drawn = CnbdKSimulator.Histories(CnbdKVariant.BgCnbdK, truth, ages, TimeUnit.Week, 5);
        PurchaseTimes times = new([.. ages.Select((age, i) => CnbdKSimulator.Purchases(CnbdKVariant.BgCnbdK, truth, age, new Pcg64(5, (ulong)i)))], ages, TimeUnit.Week);
        Assert.Equal(drawn.Frequency, times.Histories.Frequency);
        Assert.Equal(drawn.LogGaps, times.Histories.LogGaps);
        Assert.Equal(CnbdKFitter.Fit(drawn).LogLikelihood, CnbdKFitter.Fit(times.Histories).LogLikelihood);
        ParetoGggModel regular = new(new(4, 2, 0.8, 8, 0.6, 12), TimeUnit.Week);
        PurchaseTimes few = new([[1, 4, 6.5], []], [10, 10], TimeUnit.Week);
        Assert.Equal(Math.Log(1) + Math.Log(3) + Math.Log(2.5), few.Histories.LogGaps![0], 1e-14);
        Assert.InRange(regular.ProbabilityAlive(few.Histories)[0], 0.01, 0.99);
    }

    [Fact]
    public void Two_purchases_of_one_moment_leave_the_log_gaps_out()
    {
        PurchaseHistories rows = new PurchaseTimes([[1, 4, 4], [2]], [10, 10], TimeUnit.Week).Histories;
        Assert.Null(rows.LogGaps);
        Assert.Equal([3, 1], rows.Frequency);
    }
}
