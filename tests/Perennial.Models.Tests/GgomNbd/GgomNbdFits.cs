using Perennial.Models.GgomNbd;

namespace Perennial.Models.Tests.GgomNbd;

/// <summary>How well fits know what they found.</summary>
public sealed class GgomNbdFits
{
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
