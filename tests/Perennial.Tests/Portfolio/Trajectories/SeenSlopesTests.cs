using Perennial.Portfolio.Trajectories;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Trajectories;

/// <summary>Slopes of what was seen.</summary>
public sealed class SeenSlopesTests
{
    [Fact]
    [Golden("trajectory.slope.v1")]
    public void A_slope_is_a_share_of_the_mean_a_year()
    {
        // The last first: 22, 20, ..., 8 is mean 15, 2 a period of 28 days.
        SlopeColumns slopes = new(3);
        SeenSlopes.Relative(slopes, 0, [22, 20, 18, 16, 14, 12, 10, 8], 8);
        Assert.Equal(2 * 365.25 / 28 / 15, slopes.Slope[0], 1e-9);
        Assert.True(slopes.Rises(0));
        SeenSlopes.Relative(slopes, 1, [0, 0, 0, 0, 5, 0, 0, 3], 8);
        Assert.True(double.IsNaN(slopes.Slope[1]));
        Assert.False(slopes.Rises(1) || slopes.Falls(1));
        SeenSlopes.Relative(slopes, 2, [22, 20, 18, 16, 14, 12, 10], 7);
        Assert.True(double.IsNaN(slopes.PValue[2]));
    }

    [Fact]
    [Golden("trajectory.slope-of-leaving.v1")]
    public void The_chance_to_leave_rises_in_log_odds()
    {
        // Odds double every 28 days, up to today.
        double[] chances = [.. Enumerable.Range(0, 6).Select(k => { double odds = 0.4 * Math.Pow(0.5, k); return odds / (1 + odds); })];
        SlopeColumns slopes = new(2);
        SeenSlopes.LogOdds(slopes, 0, chances);
        Assert.Equal(Math.Log(2) * 365.25 / 28, slopes.Slope[0], 1e-9);
        Assert.True(slopes.Rises(0));
        SeenSlopes.LogOdds(slopes, 1, chances.AsSpan(0, 4));
        Assert.True(double.IsNaN(slopes.Slope[1]));
    }
}
