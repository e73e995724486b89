using Perennial.Portfolio;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio;

public sealed class RetentionCurveTests
{
    [Fact]
    [Golden("retention.month.v1")]
    public void Retention_is_weighted_by_size_1_82_percent_and_not_10()
    {
        Cohort small = new(new(2020, 1, 1), 10, [new(10, 0, 0, true), new(2, 0, 0, true)]);
        Cohort large = new(new(2020, 2, 1), 100, [new(100, 0, 0, true), new(0, 0, 0, true)]);

        IReadOnlyList<RetentionPoint> curve = RetentionCurve.Weighted([small, large]);

        Assert.Equal([new(0, 1, 110), new(1, 2.0 / 110, 110)], curve);
        Assert.Equal(0.0182, curve[1].Share, 0.00005);
    }

    [Fact]
    public void Cells_that_are_not_complete_are_left_out()
    {
        Cohort old = new(new(2020, 1, 1), 10, [new(10, 0, 0, true), new(4, 0, 0, true), new(1, 0, 0, false)]);
        Cohort young = new(new(2020, 2, 1), 30, [new(30, 0, 0, true), new(1, 0, 0, false)]);

        Assert.Equal([new(0, 1, 40), new(1, 0.4, 10)], RetentionCurve.Weighted([old, young]));
    }

    [Fact]
    public void No_cohorts_give_no_curve() => Assert.Empty(RetentionCurve.Weighted([]));
}
