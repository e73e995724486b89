using Perennial.Portfolio.Plausibility;

namespace Perennial.Tests.Portfolio.Plausibility;

/// <summary>Rules whether a lifetime value applies, at their thresholds.</summary>
public sealed class ApplicabilityTests
{
    [Theory]
    [InlineData(true, 0.5, 0.21, true)]
    [InlineData(true, 0.49, 0.9, false)]
    [InlineData(true, 0.9, 0.2, false)]
    [InlineData(false, 0.05, 0.3, true)]
    [InlineData(false, 0.04, null, false)]
    [InlineData(false, 0.5, null, null)]
    [InlineData(true, null, 0.8, null)]
    [InlineData(true, null, 0.1, false)]
    public void Values_by_segment_ask_for_three_months_and_a_fifth_of_margin(bool subscribers, double? stays, double? margin, bool? holds) =>
        Assert.Equal(holds, Applicability.Of(new() { Subscribers = subscribers, Stays = stays, Margin = margin })[0].Holds);

    [Fact]
    public void Values_set_costs_where_channels_differ_and_customers_come_back()
    {
        bool? Holds(double repeats, params double[] costs) => Applicability.Of(new() { Subscribers = false, Repeats = repeats, ChannelCosts = costs })[1].Holds;
        Assert.Equal([true, false, false, false, null], [Holds(0.3, 100, 120), Holds(0.3, 100, 119), Holds(0, 100, 200), Holds(0.3, 100), Holds(0.3)]);
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(0.89, false)]
    [InlineData(null, null)]
    public void Where_nearly_all_leave_at_once_a_short_horizon_is_advised(double? gone, bool? holds) =>
        Assert.Equal(holds, Applicability.Of(new() { Subscribers = true, Gone = gone })[2].Holds);

    [Fact]
    public void Evidence_says_figures_and_thresholds() => Assert.Equal(
        [
            "After 3 months 62 % of customers pay (50 % asked for); gross margin is 71 %.",
            "Channels cost from 80 to 120.5 a customer; 95 % of customers come back or renew.",
            "5 % of customers paid for no second month (90 % asked for).",
        ],
        Applicability.Of(new() { Subscribers = true, Stays = 0.62, Margin = 0.71, ChannelCosts = [120.5, 80], Repeats = 0.95, Gone = 0.05 }).Select(rule => rule.Evidence));
}
