using Perennial.Training;

namespace Perennial.Tests.Training;

public sealed class BaselinesTests
{
    // Three customers at day 100: a steady buyer, one who went silent after a burst, one who never came back.
    private static readonly int[] Frequency = [10, 10, 0];
    private static readonly int[] Recency = [95, 10, 0];
    private static readonly int[] T = [100, 100, 50];
    private static readonly DateOnly Origin = new(2024, 4, 10);

    private static double[] Forecast(string name) => Baselines.All(Frequency, Recency, T, Origin, 50)[name];

    [Fact]
    public void Own_mean_rate_goes_on_at_x_over_T()
        => Assert.Equal([5.0, 5.0, 0.0], Forecast(Baselines.OwnRate));

    [Fact]
    public void The_recency_rule_gives_up_on_the_silent()
        => Assert.Equal([5.0, 0.0, 0.0], Forecast(Baselines.RecencyRule));

    [Fact]
    public void The_cohort_mean_is_the_purchases_over_the_days_of_the_acquisition_month()
    {
        // The first two were acquired on 2024-01-01 (20 purchases in 200 days), the third on 2024-02-20 (none).
        Assert.Equal([5.0, 5.0, 0.0], Forecast(Baselines.CohortMean));
    }

    [Fact]
    public void A_customer_acquired_on_the_origin_is_forecast_without_dividing_by_zero()
        => Assert.All(Baselines.All([0], [0], [0], Origin, 50).Values, forecast => Assert.Equal(0, forecast[0]));
}
