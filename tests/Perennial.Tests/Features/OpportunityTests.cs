using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.Numerics;

namespace Perennial.Tests.Features;

/// <summary>Are opportunities numbered alike in code and SQL, counted as known on a day, and found where there are any?</summary>
public sealed class OpportunityTests
{
    private static readonly OpportunityPeriod[] Periods =
    [
        OpportunityPeriod.Day, OpportunityPeriod.Week, new(10, 0), new(28, 0, 3), new(7, 0, 5), new(0, 1), new(0, 3), new(0, 12), new(0, 1, 0), new(0, 1, 30), new(0, 3, 80), new(0, 12, 352), new(0, 12, 3),
    ];

    [Fact]
    public void Sql_numbers_days_as_the_calendar_does()
    {
        using BookedLog log = BookedLog.OfRows("ann 2020-01-01 10").Booked();
        _ = log.Features();
        foreach (OpportunityPeriod period in Periods)
        {
            foreach (DateOnly asOf in (DateOnly[])[new(2021, 2, 28), new(2020, 2, 29), new(2021, 12, 31), new(2021, 7, 14)])
            {
                OpportunityCalendar calendar = period.On(asOf);
                IReadOnlyList<(DateOnly Day, int Index)> rows = log.Connection.List(
                    FormattableString.Invariant($"SELECT day, features_opportunity(day, {period.Days}, {period.Months}, {calendar.Shift}, {calendar.Offset}) FROM (SELECT CAST(unnest(range(DATE '2018-12-01', DATE '2022-02-01', INTERVAL 1 DAY)) AS DATE) AS day)"),
                    static row => (row.Date(0), row.Int32(1)));
                Assert.All(rows, row => Assert.Equal(calendar.Index(row.Day), row.Index));
                Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.InRange(pair.Second.Index - pair.First.Index, 0, 1));
            }
        }
    }

    [Fact]
    public void The_last_whole_period_ends_with_the_day_and_a_dated_one_is_past_from_its_date_on()
    {
        foreach (OpportunityPeriod period in Periods.Where(period => period.Phase is null))
        {
            OpportunityCalendar calendar = period.On(new(2021, 7, 14));
            Assert.Equal(calendar.Last, calendar.Index(new(2021, 7, 14)));
            Assert.Equal(calendar.Last + 1, calendar.Index(new(2021, 7, 15)));
        }

        // A gala on 3 April.
        OpportunityPeriod gala = new(0, 12, 92);
        int year = gala.On(new(2021, 12, 31)).Index(new(2021, 4, 3));
        Assert.Equal(year, gala.On(new(2021, 12, 31)).Index(new(2021, 10, 1)));
        Assert.Equal(year - 1, gala.On(new(2021, 12, 31)).Index(new(2020, 10, 1)));
        Assert.Equal(year - 1, gala.On(new(2021, 4, 2)).Last);
        Assert.Equal(year, gala.On(new(2021, 4, 3)).Last);
        OpportunitySchedule next = gala.On(new(2021, 12, 31)).Schedule(TimeUnit.Day);
        Assert.Equal([93, 458, 823], next.Next.Take(3));
        Assert.Equal(365.2425, next.Period, 1e-9);
    }

    [Fact]
    public void Histories_are_counted_in_opportunities_as_known_on_a_day()
    {
        // Weeks that end with Friday 2020-01-31.
        const string known = """
            ann 2020-01-04 10
            ann 2020-01-10 10
            ann 2020-01-11 10
            ann 2020-01-15 10
            ann 2020-01-30 10
            bob 2020-01-24 10
            bob 2020-01-31 10
            cid 2020-01-31 7
            """;
        const string later = """
            ann 2020-02-01 10
            dot 2020-02-02 7
            """;
        using BookedLog without = BookedLog.OfRows(known).Booked(), with = BookedLog.OfRows(known + "\n" + later).Booked();
        foreach (BookedLog log in (BookedLog[])[without, with])
        {
            FeaturesStage features = log.Features();
            CustomerHistories histories = features.Histories(new(2020, 1, 31), new HistoryDetail(false, OpportunityPeriod.Week));
            OpportunityColumns counted = histories.Opportunities!;
            Assert.Equal([2, 1, 0], counted.Frequency);
            Assert.Equal([3, 1, 0], counted.Recency);
            Assert.Equal([3, 1, 0], counted.Opportunities);
            Assert.Equal([3, 1, 0], counted.Purchases(TimeUnit.Week).T);
            OpportunityColumns groups = features.Opportunities.Groups(new(2020, 1, 31), OpportunityPeriod.Week, null);
            Assert.Equal(3, groups.Customers!.Sum());
            Assert.Equal(counted.Frequency.Order(), groups.Frequency.Order());
            Assert.Equal(1, features.Opportunities.Groups(new(2020, 1, 31), OpportunityPeriod.Week, new(2020, 1, 24)).Customers!.Sum());
        }
    }

    [Theory]
    [InlineData("weekly", "7d")]
    [InlineData("monthly", "1m")]
    [InlineData("month ends", "1m")]
    [InlineData("quarterly", "3m")]
    [InlineData("yearly, give or take", "12m")]
    [InlineData("any day", null)]
    [InlineData("working days", null)]
    [InlineData("one sale", null)]
    [InlineData("season, several times", null)]
    public void Opportunities_are_found_where_purchases_keep_to_dates(string story, string? period)
    {
        Pcg64 random = new(11);
        HashSet<string> rows = [];
        for (int c = 0; c < 60; c++)
        {
            rows.Add($"c{c} 2015-12-20 10");
            for (int k = 0; k < 14; k++)
            {
                DateOnly day = story switch
                {
                    "weekly" => new DateOnly(2016, 1, 2).AddDays(7 * random.NextInt32(200)),
                    "monthly" => new DateOnly(2016, 1, 15).AddMonths((4 * k) + random.NextInt32(4)).AddDays(random.NextInt32(3)),
                    "month ends" => new DateOnly(2016, 2, 1).AddMonths(random.NextInt32(60)).AddDays(-1),
                    "quarterly" => new DateOnly(2016, 2, 10).AddMonths(3 * (k + (c % 5))).AddDays(random.NextInt32(8)),
                    "yearly, give or take" => new DateOnly(2016 + (k / 3), 12, 20).AddDays((c * 7 % 41) - 20),
                    "working days" => Weekday(new DateOnly(2016, 1, 4).AddDays(random.NextInt32(1800))),
                    "one sale" => new(2018, 11, 23),
                    "season, several times" => new DateOnly(2016 + random.NextInt32(5), 12, 1).AddDays(random.NextInt32(30)),
                    _ => new DateOnly(2016, 1, 2).AddDays(random.NextInt32(1800)),
                };
                rows.Add($"c{c} {day:yyyy-MM-dd} 10");
            }
        }

        using BookedLog log = BookedLog.OfRows(string.Join('\n', rows)).Booked();
        OpportunityEvidence evidence = log.Features().Opportunities.Evidence(new(2021, 12, 31));
        Assert.Equal(period is not null, evidence.IsDiscrete);
        Assert.True(period is null || evidence.Period.ToString() == period, evidence.Words);
        Assert.NotEmpty(evidence.Words);

        static DateOnly Weekday(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? day.AddDays(2) : day;
    }

    [Theory]
    [InlineData("1d", "1d", "a day")]
    [InlineData("2w", "14d", "14 days")]
    [InlineData("3m", "3m", "a quarter")]
    [InlineData("1y", "12m", "a year")]
    public void A_stated_opportunity_is_read(string text, string written, string words)
    {
        Assert.Equal(written, OpportunityPeriod.Parse(text).ToString());
        Assert.Equal(words, OpportunityPeriod.Parse(text).Words);
    }

    [Theory]
    [InlineData("")]
    [InlineData("w")]
    [InlineData("0d")]
    [InlineData("2y")]
    [InlineData("13m")]
    [InlineData("week")]
    public void What_is_no_opportunity_is_refused(string text) =>
        Assert.Contains("Allowed are auto or a length up to a year", Assert.Throws<PerennialException>(() => OpportunityPeriod.Parse(text)).Message, StringComparison.Ordinal);
}
