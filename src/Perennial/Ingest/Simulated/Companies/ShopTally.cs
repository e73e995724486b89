using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Counts a shop's orders by month against those expected of who was there, and what the campaign did.</summary>
internal sealed class ShopTally(ShopPlan plan, CompanyCalendar calendar)
{
    private readonly double[] _expected = new double[calendar.Months];
    private readonly double[] _orders = new double[calendar.Months];
    private readonly Dictionary<string, (long Treated, long HeldOut, double With, double Without)> _campaign = plan.Segments.ToDictionary(s => s.Name, _ => (0L, 0L, 0.0, 0.0), StringComparer.Ordinal);

    public void Add(Shopper shopper, ShopperLife life, ShopMonths months)
    {
        bool reached = life.Reached(shopper);
        double without = reached ? life.Expected(shopper) : 0;
        for (int day = shopper.Joined; day < Math.Min(shopper.Left, calendar.End); day++)
        {
            _expected[calendar.MonthOf(day)] += life.Rate(shopper, day);
        }

        for (int m = 0; m < calendar.Months; m++)
        {
            _orders[m] += months.Orders[m];
        }

        // The first order is the joining; the campaign's orders come on top.
        _orders[calendar.MonthOf(shopper.Joined)]--;
        if (!reached)
        {
            return;
        }

        double effect = life.Effect(shopper);
        _expected[calendar.MonthOf(calendar.FirstDay(plan.CampaignMonth))] += shopper.Treated ? without * (effect - 1) : 0;
        (long treated, long heldOut, double with, double none) = _campaign[shopper.Segment.Name];
        _campaign[shopper.Segment.Name] = (treated + (shopper.Treated ? 1 : 0), heldOut + (shopper.Treated ? 0 : 1), with + (without * effect), none + without);
    }

    public IReadOnlyList<OrdersTruth> Orders() => [.. Enumerable.Range(0, calendar.Months).Select(m => new OrdersTruth { Month = calendar.Date(calendar.FirstDay(m)), Expected = _expected[m], Repeats = (long)_orders[m] })];

    public IReadOnlyList<CampaignTruth> Campaign() =>
    [
        .. from c in _campaign
           let n = c.Value.Treated + c.Value.HeldOut
           where n > 0
           select new CampaignTruth { Segment = c.Key, Days = plan.CampaignDays, Treated = c.Value.Treated, HeldOut = c.Value.HeldOut, OrdersWith = c.Value.With / n, OrdersWithout = c.Value.Without / n },
    ];
}

/// <summary>A shop's repeat orders of one month, beside those expected of the customers who were there; first orders are not counted.</summary>
public sealed record OrdersTruth
{
    public required DateOnly Month { get; init; }
    public required double Expected { get; init; }
    public required long Repeats { get; init; }
}

/// <summary>The true effect of the campaign in a segment: expected orders a customer in its days, over all in the lot, were all written to, and were none.</summary>
public sealed record CampaignTruth
{
    public required string Segment { get; init; }
    public required int Days { get; init; }
    public required long Treated { get; init; }
    public required long HeldOut { get; init; }
    public required double OrdersWith { get; init; }
    public required double OrdersWithout { get; init; }
}
