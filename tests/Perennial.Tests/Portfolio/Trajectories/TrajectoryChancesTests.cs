using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Portfolio.Trajectories;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Trajectories;

/// <summary>The four chances, what they mean together, and those of customers who buy when they like.</summary>
public sealed class TrajectoryChancesTests
{
    [Theory]
    [Golden("trajectory.direction.v1")]
    [InlineData(0.10, 0.40, 0.20, 0.30, TrajectoryDirection.StrongNegative)]
    [InlineData(0.50, 0.30, 0.10, 0.10, TrajectoryDirection.StrongPositive)]
    [InlineData(0.20, 0.50, 0.10, 0.20, TrajectoryDirection.Stable)]
    [InlineData(0.45, 0.25, 0.10, 0.20, TrajectoryDirection.Positive)]
    [InlineData(0.20, 0.35, 0.25, 0.20, TrajectoryDirection.Declining)]
    [InlineData(0.40, 0.25, 0.15, 0.20, TrajectoryDirection.Undecided)]
    [InlineData(double.NaN, double.NaN, double.NaN, double.NaN, TrajectoryDirection.Unknown)]
    public void A_direction_is_said_where_it_is_clear(double up, double same, double down, double gone, TrajectoryDirection direction) =>
        Assert.Equal(direction, new TrajectoryChances(up, same, down, gone).Direction(0.5, 0.1));

    [Fact]
    public void The_likeliest_and_the_likeliest_change()
    {
        TrajectoryChances one = new(0.2, 0.5, 0.1, 0.2);
        Assert.Equal((Trajectory.Stable, Trajectory.Churn), (one.Likeliest, one.Change));
        Assert.Equal((Trajectory.Unknown, Trajectory.Unknown), (TrajectoryChances.Unknown.Likeliest, TrajectoryChances.Unknown.Change));
        TrajectoryChances staying = TrajectoryChances.Staying(0.2, 0.25, 0.5);
        Assert.Equal(0.2, staying.Expansion, 1e-12);
        Assert.Equal(0.2, staying.Stable, 1e-12);
        Assert.Equal(0.4, staying.Contraction, 1e-12);
        Assert.Equal(0.2, staying.Churn, 1e-12);
    }

    [Fact]
    [Golden("trajectory.v1")]
    public void Purchases_ahead_beside_those_of_the_last_year_add_up_the_counts()
    {
        var model = new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week);
        PurchaseHistories histories = new([7, 0, 3], [45.0, 0.0, 20.0], [50.0, 60.0, 70.0], TimeUnit.Week);
        double[] before = [8, 0, 3];
        TrajectoryChances[] told = PurchasePaths.Of(model, histories, 52, before, 0.25);
        for (int i = 0; i < 3; i++)
        {
            double[] chance = model.ProbabilityOfCount(histories.Frequency[i], histories.Recency[i], histories.T[i], 52, 400);
            double Of(Trajectory one) => chance.Select((p, count) => PurchasePaths.Came(before[i], count, 0.25) == one ? p : 0).Sum();
            Assert.Equal(Of(Trajectory.Churn), told[i].Churn, 1e-8);
            Assert.Equal(Of(Trajectory.Contraction), told[i].Contraction, 1e-8);
            Assert.Equal(Of(Trajectory.Stable), told[i].Stable, 1e-8);
            Assert.Equal(Of(Trajectory.Expansion), told[i].Expansion, 1e-6);
            Assert.Equal(1, told[i].Expansion + told[i].Stable + told[i].Contraction + told[i].Churn, 1e-12);
        }

        // Eight before: six to ten are about as many. None before: whoever buys, expands.
        Assert.Equal((Trajectory.Contraction, Trajectory.Stable, Trajectory.Stable, Trajectory.Expansion), (PurchasePaths.Came(8, 5, 0.25), PurchasePaths.Came(8, 6, 0.25), PurchasePaths.Came(8, 10, 0.25), PurchasePaths.Came(8, 11, 0.25)));
        Assert.Equal((Trajectory.Churn, Trajectory.Expansion), (PurchasePaths.Came(0, 0, 0.25), PurchasePaths.Came(0, 1, 0.25)));
        Assert.Equal(0, told[1].Stable + told[1].Contraction, 1e-12);
    }

    [Fact]
    public void Who_is_known_for_less_than_a_year_is_held_against_the_own_pace()
    {
        Assert.Equal(6, PurchasePaths.Usual(6, 20, 400, 365));
        Assert.Equal(5 * 365 / 180.0, PurchasePaths.Usual(6, 5, 180, 365));
        Assert.Equal(1, PurchasePaths.Usual(1, 0, 20, 365));
        Assert.Equal(365 / 90.0, PurchasePaths.Usual(2, 1, 10, 365));
    }

    [Fact]
    [Golden("trajectory.lead.v1")]
    public void Half_of_those_who_go_have_gone_by_then()
    {
        var model = new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week);
        PurchaseHistories histories = new([7, 2], [49.0, 10.0], [50.0, 90.0], TimeUnit.Week);
        double[] months = PurchasePaths.MonthsToLeaving(model, histories, 52);
        double now = model.ProbabilityAlive(histories)[0], then = model.ProbabilityAlive(histories, 52)[0];
        double there = model.ProbabilityAlive(histories, months[0] / 12 * 52)[0];
        Assert.Equal(0.5 * (now + then), there, 2e-3);

        // More likely gone than not.
        Assert.Equal(0, months[1]);
    }
}
