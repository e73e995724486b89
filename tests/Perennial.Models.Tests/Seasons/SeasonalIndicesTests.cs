using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Seasons;

namespace Perennial.Models.Tests.Seasons;

/// <summary>Are planted seasons found, neither growth nor age taken for one, and do forecasts gain?</summary>
public sealed class SeasonalIndicesTests
{
    private static readonly int Start = new DateOnly(2021, 3, 10).DayNumber;
    private static readonly double[] Months = [0.7, 0.6, 0.8, 0.9, 1.0, 0.8, 0.6, 0.7, 0.9, 1.1, 1.6, 2.4];
    private static readonly double[] Weekdays = [0.7, 0.8, 0.9, 1.0, 1.4, 1.5, 0.7];
    private static readonly double[] Flat = [.. Enumerable.Repeat(1.0, 12)];
    private static readonly ParetoNbdParameters Customers = new(1.2, 50, 0.7, 300);

    [Fact]
    public void Planted_months_are_found_in_a_growing_base_whose_years_are_not_whole()
    {
        double[] truth = SeasonalIndices.Of(SeasonalCycle.MonthOfYear, Months).Indices[SeasonalCycle.MonthOfYear];
        SeasonalIndices found = SeasonalIndices.Estimate(Company(Months, 2500, 900, 950, 1).Known);
        for (int m = 0; m < 12; m++)
        {
            double error = truth[m] / Math.Sqrt(found.Purchases[SeasonalCycle.MonthOfYear][m]);
            Assert.InRange(found.Indices[SeasonalCycle.MonthOfYear][m], truth[m] - (4 * error), truth[m] + (4 * error));
        }
    }

    [Fact]
    public void Where_there_are_none_none_are_found()
    {
        SeasonalIndices found = SeasonalIndices.Estimate(Company(Flat, 2500, 900, 950, 2).Known);
        Assert.All(found.Indices[SeasonalCycle.MonthOfYear].Zip(found.Purchases[SeasonalCycle.MonthOfYear]), v => Assert.InRange(v.First, 1 - (4 / Math.Sqrt(v.Second)), 1 + (4 / Math.Sqrt(v.Second))));
    }

    [Fact]
    public void Cycles_multiply()
    {
        SeasonalClock months = new(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, Months)), days = new(SeasonalIndices.Of(SeasonalCycle.DayOfWeek, Weekdays));
        Pcg64 random = new(3);
        List<int> first = [];
        List<int[]> repeats = [];
        for (int i = 0; i < 1500; i++)
        {
            // Thinned: each day has a purchase with a small chance in proportion to both indices.
            int from = Start + (i % 800);
            first.Add(from);
            repeats.Add([.. Enumerable.Range(from + 1, Start + 850 - from - 1).Where(day => random.NextDouble() < 0.015 * months.Time(day - 1, day) * days.Time(day - 1, day))]);
        }

        SeasonalIndices found = SeasonalIndices.Estimate(new([.. first], [.. repeats], Start + 850), new() { Cycles = [SeasonalCycle.DayOfWeek, SeasonalCycle.MonthOfYear] });
        foreach ((SeasonalCycle cycle, double[] planted) in ((SeasonalCycle, double[])[])[(SeasonalCycle.DayOfWeek, Weekdays), (SeasonalCycle.MonthOfYear, Months)])
        {
            double[] truth = SeasonalIndices.Of(cycle, planted).Indices[cycle];
            for (int s = 0; s < truth.Length; s++)
            {
                double error = truth[s] / Math.Sqrt(found.Purchases[cycle][s]);
                Assert.InRange(found.Indices[cycle][s], truth[s] - (4 * error) - 0.02, truth[s] + (4 * error) + 0.02);
            }
        }
    }

    [Fact]
    public void A_season_without_purchases_is_drawn_towards_1_and_never_0()
    {
        // Every customer buys a week after the first purchase, never on a Sunday.
        int monday = new DateOnly(2024, 1, 1).DayNumber;
        int[] first = [.. Enumerable.Range(0, 60).Select(i => monday + i).Where(day => SeasonalCycle.DayOfWeek.SeasonOf(day) != 6)];
        CalendarHistories rows = new(first, [.. first.Select(day => (int[])[day + 7])], monday + 80);
        double[] weak = Find(rows, 1), strong = Find(rows, 1000);
        Assert.InRange(weak[6], 1e-3, 0.3);
        Assert.InRange(strong[6], 0.9, 1.0);
        Assert.True(new SeasonalClock(SeasonalIndices.Of(SeasonalCycle.DayOfWeek, weak)).Time(monday + 5, monday + 6) > 0.0);
    }

    [Fact]
    public void Seasons_never_seen_and_seasons_that_go_with_age_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SeasonalIndices.Estimate(new([Start, Start + 5], [[Start + 9], []], Start + 200)));
        Assert.Contains("MonthOfYear needs 366", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => SeasonalIndices.Estimate(new([Start, Start + 5], [[Start + 9], []], Start + 500)));
        Assert.Contains("cannot be told from it", error.Message, StringComparison.Ordinal);
        Assert.Contains("no repeat purchases", Assert.Throws<ArgumentException>(() => SeasonalIndices.Estimate(new([Start], [[]], Start + 900))).Message, StringComparison.Ordinal);
        CalendarHistories fine = new([Start, Start + 400], [[Start + 9], []], Start + 800);
        Assert.Throws<ArgumentOutOfRangeException>(() => SeasonalIndices.Estimate(fine, new() { Shrinkage = 0 }));
        Assert.Throws<ArgumentException>(() => SeasonalIndices.Estimate(fine, new() { Cycles = [SeasonalCycle.MonthOfYear, SeasonalCycle.WeekOfYear] }));
    }

    [Fact]
    public void Seasons_that_come_again_are_told_from_years_without()
    {
        CalendarHistories seasonal = Company(Months, 1500, 900, 950, 5).Known, flat = Company(Flat, 1500, 900, 950, 6).Known;
        SeasonalEvidence found = SeasonalEvidence.Of(seasonal, Start + 584), none = SeasonalEvidence.Of(flat, Start + 584);
        Assert.True(found.Holds && found.Gain > 6 * found.StandardError, found.ToString());
        Assert.False(none.Holds, none.ToString());
        Assert.Equal(seasonal.Repeats.Sum(own => own.Count(day => day > Start + 584)), found.Purchases);

        // A year that sold twice as much as the one before has no season for that: half of the purchases up to the day are taken away.
        CalendarHistories grown = new(flat.First, [.. flat.Repeats.Select(own => own.Where((day, i) => day > Start + 584 || i % 2 == 0).ToArray())], flat.Known);
        Assert.False(SeasonalEvidence.Of(grown, Start + 584).Holds);
        Assert.Contains("MonthOfYear needs 366", Assert.Throws<ArgumentException>(() => SeasonalEvidence.Of(seasonal, Start + 200)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_after_the_origin_changes_nothing()
    {
        (CalendarHistories known, CalendarHistories all) = Company(Months, 600, 900, 950, 4);
        CalendarHistories cut = new(all.First, [.. all.Repeats.Select(own => own.Where(day => day <= known.Known[0]).ToArray())], known.Known);
        Assert.Equal(SeasonalIndices.Estimate(known).Indices[SeasonalCycle.MonthOfYear], SeasonalIndices.Estimate(cut).Indices[SeasonalCycle.MonthOfYear]);
    }

    /// <summary>A company with a strong December, told forwards from the origin in summer: each of the next twelve months and their total, five times.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Forecasts_by_month_are_better_than_without_seasons()
    {
        double with = 0.0, without = 0.0, purchases = 0.0;
        int totals = 0;
        for (ulong seed = 0; seed < 5; seed++)
        {
            (CalendarHistories known, CalendarHistories all) = Company(Months, 4000, 850, 900, 10 + seed);
            DateOnly origin = DateOnly.FromDayNumber(known.Known[0]);
            int[] ends = [.. Enumerable.Range(1, 12).Select(m => origin.AddMonths(m).DayNumber)];
            int[] periods = [.. ends.Select((end, m) => end - (m == 0 ? origin.DayNumber : ends[m - 1]))];
            double[] actual = [.. ends.Select((end, m) => (double)all.Repeats.Sum(own => own.Count(day => day <= end && day > end - periods[m])))];
            double[] seasonal = Track(new(SeasonalIndices.Estimate(known)), known, periods);
            double[] plain = Track(new(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, Flat)), known, periods);
            with += actual.Zip(seasonal, (a, f) => Math.Abs(a - f)).Sum();
            without += actual.Zip(plain, (a, f) => Math.Abs(a - f)).Sum();
            purchases += actual.Sum();

            // The half-year up to the new year, in which the strong months lie.
            totals += Math.Abs(actual[..5].Sum() - seasonal[..5].Sum()) < Math.Abs(actual[..5].Sum() - plain[..5].Sum()) ? 1 : 0;
        }

        Assert.True(with < 0.4 * without, $"Absolute errors by month: {with:F0} with seasons, {without:F0} without, of {purchases:F0} purchases.");
        Assert.True(totals >= 4, $"The strong half-year is nearer with seasons in {totals} of 5 companies.");
    }

    private static double[] Find(CalendarHistories rows, double shrinkage) =>
        SeasonalIndices.Estimate(rows, new() { Cycles = [SeasonalCycle.DayOfWeek], Shrinkage = shrinkage }).Indices[SeasonalCycle.DayOfWeek];

    private static double[] Track(SeasonalClock clock, CalendarHistories known, int[] periods) =>
        new SeasonalForecast(clock, ParetoNbdFitter.Fit(clock.Histories(known, TimeUnit.Day)).Model).Tracking(known, periods);

    // Customers arrive over some days; they buy and leave in seasonal time.
    private static (CalendarHistories Known, CalendarHistories All) Company(double[] months, int customers, int arrivals, int origin, ulong seed)
    {
        SeasonalClock clock = new(SeasonalIndices.Of(SeasonalCycle.MonthOfYear, months));
        int[] first = new int[customers];
        int[][] repeats = new int[customers][];
        for (int i = 0; i < customers; i++)
        {
            Pcg64 random = new(seed, (ulong)i);

            // More come the later it is.
            first[i] = Start + (int)(arrivals * Math.Sqrt(random.NextDouble()));
            int last = Start + origin + 400;
            repeats[i] = [.. ParetoNbdSimulator.Purchases(Customers, clock.Time(first[i], last), random).Select(time => clock.Day(first[i], time)).Where(day => day <= last).Distinct()];
        }

        return (
            new(first, [.. repeats.Select(own => own.Where(day => day <= Start + origin).ToArray())], Start + origin),
            new(first, repeats, Start + origin + 400));
    }
}
