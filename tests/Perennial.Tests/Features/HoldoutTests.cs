using Perennial.Features;
using Perennial.Testing;

namespace Perennial.Tests.Features;

public sealed class HoldoutTests
{
    private const string Rows = """
        ann 2020-01-01 100
        ann 2020-01-20 50
        ann 2020-01-20 5
        ann 2020-01-28 30
        ann 2020-01-30 8 return
        bob 2020-01-14 10
        cid 2020-01-15 7
        """;

    [Fact]
    [Golden("holdout.purchases.v1")]
    [Golden("holdout.spend.v1")]
    public void Holdout_counts_purchase_days_after_the_origin_by_customers_known_then()
    {
        using BookedLog log = BookedLog.OfRows(Rows).Booked();

        HoldoutPurchases holdout = log.Features().Holdout(new(2020, 1, 14), new(2020, 1, 31));

        Assert.Equal([1, 2], holdout.CustomerKey);
        Assert.Equal([2, 0], holdout.Purchases);
        Assert.Equal(1, holdout.NewCustomers);
        Assert.Equal([77.0, 0.0], holdout.Net);

        // The return of 8 spreads over 185: a holdout day keeps 1 - 8/185 of its value.
        Assert.Equal(85 * (1 - (8.0 / 185)), holdout.Spend[0], 1e-4);
    }

    [Fact]
    public void Holdout_has_the_customers_of_the_histories_of_its_origin()
    {
        using BookedLog log = BookedLog.OfRows(Rows).Booked();
        FeaturesStage features = log.Features();

        for (DateOnly origin = new(2020, 1, 1); origin <= new DateOnly(2020, 1, 31); origin = origin.AddDays(1))
        {
            Assert.Equal(features.Histories(origin).CustomerKey, features.Holdout(origin, new(2020, 1, 31)).CustomerKey);
        }
    }

    [Fact]
    [Golden("holdout.tracking.v1")]
    public void Weeks_count_repeat_purchases_on_both_sides_of_the_origin_without_gaps()
    {
        using BookedLog log = BookedLog.OfRows(Rows).Booked();

        IReadOnlyList<WeekOfPurchases> weeks = log.Features().Holdout(new(2020, 1, 14), new(2020, 1, 31)).Weeks;

        Assert.Equal([-1, 0, 1, 2, 3], weeks.Select(static week => week.Week));
        Assert.Equal(new DateOnly(2020, 1, 14), weeks[1].WeekEnds);
        Assert.Equal([0L, 0, 1, 1, 0], weeks.Select(static week => week.Purchases));
        Assert.Equal([1L, 1, 0, 0, 0], weeks.Select(static week => week.Acquired));
    }

    [Fact]
    public void A_holdout_that_ends_before_it_begins_is_refused()
    {
        using BookedLog log = BookedLog.OfRows(Rows).Booked();

        Assert.Throws<ArgumentOutOfRangeException>(() => log.Features().Holdout(new(2020, 1, 14), new(2020, 1, 13)));
    }
}
