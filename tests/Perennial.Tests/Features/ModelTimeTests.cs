using Perennial.Features;
using Perennial.Models;
using Perennial.Models.Seasons;

namespace Perennial.Tests.Features;

/// <summary>Days become the time of models: evenly, or by the clock of the seasons.</summary>
public sealed class ModelTimeTests
{
    private static readonly DateOnly AsOf = new(2024, 12, 31);
    private static readonly SeasonalClock Seasons = new(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, [0.8, 0.8, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 1.0, 1.1, 1.5, 1.7]));

    [Fact]
    public void Without_seasons_days_are_days_and_rates_those_of_the_calendar()
    {
        var time = new ModelTime(AsOf, null);
        Assert.True(time.IsEven);
        Assert.Equal(52, time.Ahead(364, TimeUnit.Week));
        Assert.Equal([2.0, 0], time.Recency([14, 0], [21, 7], TimeUnit.Week));
        Assert.Equal(ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Week), time.Rate(0.1, 365, TimeUnit.Week));
    }

    [Fact]
    public void Histories_are_those_of_the_clock()
    {
        int day = AsOf.DayNumber;
        var calendar = new CalendarHistories([day - 400, day - 90], [[day - 300, day - 20], []], day);
        PurchaseHistories wanted = Seasons.Histories(calendar, TimeUnit.Week);
        var time = new ModelTime(AsOf, Seasons);
        Assert.Equal(wanted.Recency, time.Recency([380, 0], [400, 90], TimeUnit.Week));
        Assert.Equal(wanted.T, time.Age([400, 90], TimeUnit.Week));
        Assert.Equal(Seasons.Horizons(calendar, 31, TimeUnit.Week)[0], time.Ahead(31, TimeUnit.Week), 1e-12);
        Assert.Equal((time.Ahead(31, TimeUnit.Week) + time.Ahead(32, TimeUnit.Week)) / 2, time.Ahead(31.5, TimeUnit.Week), 1e-12);
    }

    /// <summary>Who never leaves buys evenly in seasonal time: discounted at the rate given, that is worth what it is worth by the calendar.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(365)]
    [InlineData(1826)]
    public void Money_is_discounted_by_the_calendar(int days)
    {
        var time = new ModelTime(AsOf, Seasons);
        double delta = Math.Log(1.1) / 365.25, worth = Enumerable.Range(1, days).Sum(d => Seasons.Time(AsOf.DayNumber + d - 1, AsOf.DayNumber + d) * Math.Exp(-delta * (d - 0.5))) / 7;
        double rate = time.Rate(0.1, days, TimeUnit.Week).Delta, ahead = time.Ahead(days, TimeUnit.Week);
        Assert.Equal(worth, (1 - Math.Exp(-rate * ahead)) / rate, 1e-9 * worth);
        Assert.Equal(0, time.Rate(0, days, TimeUnit.Week).Delta);
    }
}
