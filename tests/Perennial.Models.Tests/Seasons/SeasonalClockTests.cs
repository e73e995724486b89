using Perennial.Models.BgNbd;
using Perennial.Models.Seasons;

namespace Perennial.Models.Tests.Seasons;

/// <summary>Does the clock run as its indices say, and not at all differently where there are no seasons?</summary>
public sealed class SeasonalClockTests
{
    private static readonly int Start = new DateOnly(2023, 1, 1).DayNumber;

    private static readonly CalendarHistories Some = new(
        [Start, Start + 40, Start + 3], [[Start + 10, Start + 400], [], [Start + 4]], [Start + 500, Start + 500, Start + 90]);

    [Theory]
    [InlineData(SeasonalCycle.DayOfWeek)]
    [InlineData(SeasonalCycle.MonthOfYear)]
    [InlineData(SeasonalCycle.WeekOfYear)]
    public void Equal_indices_change_nothing(SeasonalCycle cycle)
    {
        SeasonalClock clock = new(SeasonalIndices.Of(cycle, [.. Enumerable.Repeat(0.3, cycle.Seasons())]));
        PurchaseHistories rows = clock.Histories(Some, TimeUnit.Week);
        Assert.Equal([2, 0, 1], rows.Frequency);
        Assert.Equal([400 / 7.0, 0, 1 / 7.0], rows.Recency);
        Assert.Equal([500 / 7.0, 460 / 7.0, 87 / 7.0], rows.T);
        Assert.Equal(Math.Log(10 / 7.0) + Math.Log(390 / 7.0), rows.LogGaps![0], 1e-13);
        Assert.Equal([39.0, 39, 39], clock.Horizons(Some, 273, TimeUnit.Week));
        Assert.Equal(Start + 17, clock.Day(Start, 17));
        Assert.Equal(300_000.0, clock.Time(Start, Start + 300_000));
        BgNbdModel model = new(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week);
        SeasonalForecast forecast = new(clock, model);
        Assert.Equal(model.ConditionalExpectedTransactions(rows, 39), forecast.ConditionalExpectedTransactions(Some, 273));
        Assert.Equal(model.ProbabilityOfNoPurchase(rows, 39), forecast.ProbabilityOfNoPurchase(Some, 273));
        Assert.Equal(model.ProbabilityAlive(rows), forecast.ProbabilityAlive(Some));
        Assert.Equal(model.ProbabilityAlive(rows, 39), forecast.ProbabilityAlive(Some, 273));
        Assert.Equal(model.ExpectedTransactions(39), forecast.ExpectedTransactions(Start, 273));
        ContinuousRate rate = ContinuousRate.PerUnit(0.002, TimeUnit.Week);
        Near(model.DiscountedExpectedTransactions(rows, 39, rate), forecast.DiscountedExpectedTransactions(Some, 273, rate), 1e-11);
        Near(model.Dert(rows, rate), forecast.Dert(Some, rate), 1e-9);
        Assert.Equal(model.ProbabilityOfCount(2, rows.Recency[0], rows.T[0], 39, 8), forecast.ProbabilityOfCount(Some, 273, 8)[0]);
        Assert.Equal(model.ProbabilityOfCount(39, 8), forecast.ProbabilityOfCount(Start, 273, 8));
    }

    /// <summary>Day by day, what is bought on a day at its middle; months and weekdays.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Discounted_expectations_are_sums_over_days_and_dert_is_where_they_lead()
    {
        double[] months = [.. Enumerable.Range(0, 12).Select(m => m == 11 ? 3.0 : 0.6 + (0.1 * m))];
        ContinuousRate rate = ContinuousRate.PerUnit(0.1 / 52, TimeUnit.Week);
        SeasonalForecast forecast = new(new(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, months)), new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week));
        SeasonalForecast weekly = new(
            new(SeasonalIndices.Of(SeasonalCycle.DayOfWeek, [1, 1, 1, 1, 1, 3, 0.2])), new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week));
        foreach (SeasonalForecast one in (SeasonalForecast[])[forecast, weekly])
        {
            double[] sum = new double[3], before = new double[3];
            for (int day = 1; day <= 500; day++)
            {
                double[] until = one.ConditionalExpectedTransactions(Some, day);
                for (int i = 0; i < 3; i++)
                {
                    sum[i] += (until[i] - before[i]) * Math.Exp(-rate.Delta * (day - 0.5) / 7);
                }

                before = until;
            }

            Near(sum, one.DiscountedExpectedTransactions(Some, 500, rate), 1e-7);
        }

        // 150 years leave e^-15 of the discount factor.
        Near(forecast.DiscountedExpectedTransactions(Some, 54_787, rate), forecast.Dert(Some, rate), 4e-5);
        double[] none = forecast.ProbabilityOfNoPurchase(Some, 100);
        Assert.All(forecast.ProbabilityOfCount(Some, 100, 60), (mass, i) => Assert.Equal(none[i], mass[0], 1e-12));
        Assert.Throws<ArgumentOutOfRangeException>(() => forecast.Dert(Some, ContinuousRate.PerUnit(0, TimeUnit.Week)));
    }

    private static void Near(double[] expected, double[] found, double relative) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, relative * Math.Abs(pair.First)));

    [Fact]
    public void A_day_lasts_as_long_as_its_index_and_400_years_as_long_as_on_the_calendar()
    {
        double[] months = [.. Enumerable.Range(0, 12).Select(m => m == 11 ? 3.0 : 1.0)];
        SeasonalClock clock = new(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, months));
        int november = new DateOnly(2023, 10, 31).DayNumber, december = november + 30;
        Assert.Equal(3.0, clock.Time(december, december + 31) / 31 / (clock.Time(november, december) / 30), 1e-9);
        Assert.Equal(146_097, clock.Time(0, 146_097), 1e-5);
        Assert.Equal(clock.Time(Start, Start + 100) + clock.Time(Start + 100, Start + 700), clock.Time(Start, Start + 700), 1e-9);
        Assert.Equal(december + 1, clock.Day(december, 0.01));
        Assert.Equal(Start + 55, clock.Day(Start, clock.Time(Start, Start + 55)));
        SeasonalForecast forecast = new(clock, new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week));
        double[] tracked = forecast.Tracking(Some, [31, 30, 20]);
        Assert.Equal(forecast.ConditionalExpectedTransactions(Some, 81).Sum(), tracked.Sum(), 1e-12);
        Assert.True(forecast.ExpectedTransactions(december, 31) > 2 * forecast.ExpectedTransactions(november, 30));
    }

    [Fact]
    public void Seasons_are_those_of_the_calendar()
    {
        int monday = new DateOnly(2024, 2, 26).DayNumber;
        Assert.Equal([0, 3, 6], ((int[])[0, 3, 6]).Select(d => SeasonalCycle.DayOfWeek.SeasonOf(monday + d)));
        Assert.Equal([1, 1, 2], ((int[])[0, 3, 4]).Select(d => SeasonalCycle.MonthOfYear.SeasonOf(monday + d)));
        Assert.Equal([0, 0, 1, 51, 51], ((DateOnly[])[new(2024, 1, 1), new(2024, 1, 7), new(2024, 1, 8), new(2024, 12, 23), new(2024, 12, 31)]).Select(d => SeasonalCycle.WeekOfYear.SeasonOf(d.DayNumber)));
    }

    [Fact]
    public void Impossible_input_is_refused_with_a_sentence()
    {
        Assert.Contains("rising days", Assert.Throws<ArgumentException>(() => new CalendarHistories([5], [[7, 7]], 9)).Message, StringComparison.Ordinal);
        Assert.Contains("known up to day 3", Assert.Throws<ArgumentException>(() => new CalendarHistories([5], [[]], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("numbered from 0", Assert.Throws<ArgumentException>(() => new CalendarHistories([-1], [[]], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CalendarHistories([5, 6], [[7]], 9));
        Assert.Contains("12 positive indices", Assert.Throws<ArgumentException>(() => SeasonalIndices.Of(SeasonalCycle.MonthOfYear, [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SeasonalIndices.Of(SeasonalCycle.DayOfWeek, [1, 1, 1, 0, 1, 1, 1]));
        SeasonalClock clock = new(SeasonalIndices.Of(SeasonalCycle.DayOfWeek, [1, 1, 1, 2, 1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Time(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Day(5, 0));
        Assert.Contains("200 years", Assert.Throws<ArgumentOutOfRangeException>(() => clock.Day(5, 74_000)).Message, StringComparison.Ordinal);
        SeasonalForecast forecast = new(clock, new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week));
        foreach (Action ask in (Action[])
            [
                () => forecast.ConditionalExpectedTransactions(Some, int.MaxValue),
                () => forecast.ProbabilityAlive(Some, int.MaxValue),
                () => forecast.ExpectedTransactions(Start, int.MaxValue),
                () => forecast.Tracking(Some, [2_000_000_000, 2_000_000_000]),
                () => clock.Day(int.MaxValue - 3, 2),
            ])
        {
            Assert.Contains("Give a shorter horizon", Assert.Throws<ArgumentOutOfRangeException>(ask).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Indices_of_any_scale_are_taken_and_those_that_stop_the_clock_refused()
    {
        double[] small = [1e-300, 3e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e-300], large = [.. small.Select(v => v * 1e300 * 1e307)], plain = [1, 3, 1, 1, 1, 1, 1];
        double[] expected = SeasonalIndices.Of(SeasonalCycle.DayOfWeek, plain).Indices[SeasonalCycle.DayOfWeek];
        foreach (double[] own in (double[][])[small, large])
        {
            double[] found = SeasonalIndices.Of(SeasonalCycle.DayOfWeek, own).Indices[SeasonalCycle.DayOfWeek];
            Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-10));
        }

        foreach (double[] own in (double[][])[[1e308, 1e308, 1e308, 1, 1, 1, 1], [1, 1, 1e-300, 1, 1, 1, 1]])
        {
            Assert.Contains("at least a millionth", Assert.Throws<ArgumentException>(() => SeasonalIndices.Of(SeasonalCycle.DayOfWeek, own)).Message, StringComparison.Ordinal);
        }

        // At the least allowed, customers who bought on such days still have a history.
        SeasonalClock slow = new(SeasonalIndices.Of(SeasonalCycle.DayOfWeek, [1e-6, 1, 1, 1, 1, 1, 1]));
        int sunday = new DateOnly(2024, 2, 25).DayNumber;
        Assert.InRange(slow.Histories(new([sunday], [[sunday + 1]], sunday + 1), TimeUnit.Day).Recency[0], 1e-7, 1e-5);
    }
}
