using Perennial.Models.GgomNbd;

namespace Perennial.Models.Tests.GgomNbd;

/// <summary>How fits end.</summary>
public sealed class GgomNbdFits
{
    [Theory]
    [InlineData("one_customer", FitExit.Boundary)]
    [InlineData("three_customers", FitExit.NotIdentified)]
    [InlineData("all_zero_repeat", FitExit.Failed)]
    [InlineData("nobody_churns", FitExit.Boundary)]
    [InlineData("all_identical", FitExit.Boundary)]
    [InlineData("T_equals_zero", FitExit.NotIdentified)]
    [InlineData("all_T_zero", FitExit.Failed)]
    [InlineData("recency_equals_T", FitExit.Boundary)]
    [InlineData("one_whale_x2000", FitExit.NotIdentified)]
    [InlineData("one_whale_x20000", FitExit.Boundary)]
    [InlineData("daily_data_high_frequency", FitExit.Converged)]
    [InlineData("large_T_seconds", FitExit.NotIdentified)]
    [InlineData("tiny_T_years", FitExit.NotIdentified)]
    [InlineData("empty", FitExit.Failed)]
    [InlineData("short_window_no_churn", FitExit.NotIdentified)]
    [InlineData("yearly_buyers", FitExit.Boundary)]
    [InlineData("frequency_gt_T", FitExit.Boundary)]
    public void Purchases_give_a_right_or_an_honest_answer(string name, FitExit exit)
    {
        PurchaseHistories histories = FailureTests.Load(name).Histories;
        FailureTests.Survives(GgomNbdFitter.Fit(histories), exit, histories);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Intervals_cover_the_truth()
    {
        const int Repeats = 20;
        double[] truth = [0.8, 8, 0.12, 1, 20];
        int[] inside = new int[5];
        for (int k = 0; k < Repeats; k++)
        {
            PurchaseHistories rows = GgomNbdSimulator.Histories(
                new(0.8, 8, 0.12, 1, 20), [.. Enumerable.Range(0, 3000).Select(i => 45 + (i % 84 / 7.0))], TimeUnit.Week, 700 + (ulong)k);
            FitReport<GgomNbdModel> report = GgomNbdFitter.Fit(rows);
            Assert.Equal(FitExit.Converged, report.Exit);
            for (int i = 0; i < 5; i++)
            {
                ParameterEstimate e = report.Parameters[i];
                inside[i] += Math.Abs(Math.Log(e.Value / truth[i])) <= 1.6449 * e.StandardError!.Value / e.Value ? 1 : 0;
            }
        }

        // 90 % of 20, four standard deviations of the count below.
        Assert.All(inside, n => Assert.InRange(n, 13, 20));
    }
}
