using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Who one shopper is. Days are counted from the company's first; rates are a day's.</summary>
internal sealed record Shopper
{
    public required long Number { get; init; }
    public required PlantedShoppers Segment { get; init; }
    public required PlantedChannel? Channel { get; init; }

    /// <summary>Gives the customer who brought this one, or null.</summary>
    public required Shopper? By { get; init; }
    public required int Joined { get; init; }

    /// <summary>Gives purchases a day in a usual month, and the rate of leaving while who brought them is there.</summary>
    public required double Rate { get; init; }
    public required double Leaving { get; init; }

    /// <summary>Gives the mean value of an order in cents, before coupons and before prices rose.</summary>
    public required double MeanSpend { get; init; }
    public required bool Combined { get; init; }

    /// <summary>Gives which lines of the combination are in the first order.</summary>
    public required (bool One, bool Other) First { get; init; }
    public required bool Gaming { get; init; }
    public required bool Treated { get; init; }

    /// <summary>Gives the first day on which the customer is gone.</summary>
    public required int Left { get; init; }
}

/// <summary>Draws who a shopper is. A shopper depends on no other but the one who brought them, who comes earlier in the books.</summary>
internal sealed class Shoppers(ShopPlan plan, CompanyCalendar calendar, ulong seed)
{
    /// <summary>Customers come evenly in this share of the days.</summary>
    public const double Arrivals = 0.96;
    private const int Near = 200;
    private const int Tries = 12;
    private const double DaysAWeek = 7;

    /// <summary>Gives the random numbers of one process in one customer's life.</summary>
    public Pcg64 Stream(long customer, ShopStream process) => new(seed, ((ulong)customer * 16) + (ulong)process);

    /// <summary>Draws shopper number <paramref name="number"/>, from 1.</summary>
    public Shopper Draw(long number)
    {
        Pcg64 random = Stream(number, ShopStream.Profile);
        int joined = Joins(random);
        PlantedShoppers segment = plan.Segments[AccountProfiles.Pick(random, plan.Segments.Count, s => plan.Segments[s].Share)];
        PlantedChannel channel = plan.Channels[AccountProfiles.Pick(random, plan.Channels.Count, c => plan.Channels[c].Share)];
        double rate = random.NextGamma(segment.R) / segment.Alpha / DaysAWeek, mean = segment.R / segment.Alpha / DaysAWeek;
        double leaving = random.NextGamma(segment.S) / segment.Beta / DaysAWeek;
        double spend = segment.P * segment.Gamma / random.NextGamma(segment.Q) * Math.Pow(rate / mean, plan.SpendByRate) * 100;
        (bool one, bool other) = (random.NextDouble() < plan.CombinationChance, random.NextDouble() < plan.CombinationChance);
        bool gaming = random.NextDouble() < plan.Gaming, treated = random.NextDouble() < 0.5;
        double lot = random.NextExponential();
        Shopper? by = random.NextDouble() < plan.Referred ? Referrer(number, joined, random) : null;
        leaving *= (one && other ? plan.CombinationHazardRatio : 1) * (by is null ? channel.HazardRatio : 1);
        return new()
        {
            Number = number, Segment = segment, Channel = by is null ? channel : null, By = by, Joined = joined, Rate = rate, Leaving = leaving, MeanSpend = spend,
            Combined = one && other, First = (one, other), Gaming = gaming, Treated = treated, Left = joined + 1 + Days(lot, leaving, by is null ? Account.Never : by.Left - joined),
        };
    }

    /// <summary>Draws when a shopper who is there on the last day leaves, and before them whoever brought them.</summary>
    public int LeavesAgain(Shopper shopper, Pcg64 random) =>
        calendar.End + 1 + Days(random.NextExponential(), shopper.Leaving, ReferrerLeaves(shopper, random) is var left && left == Account.Never ? left : left - calendar.End);

    /// <summary>Draws the day on which who brought a shopper leaves, as far as it is not known on the last day.</summary>
    public int ReferrerLeaves(Shopper shopper, Pcg64 random) => shopper.By is not { } by ? Account.Never : by.Left <= calendar.End ? by.Left : LeavesAgain(by, random);

    /// <summary>Gives the days lived by the lot of a unit exponential: at a rate, and at a higher one after some days.</summary>
    private int Days(double lot, double rate, int changes)
    {
        double before = rate * Math.Max(0, changes);
        double days = lot < before || changes == Account.Never ? lot / rate : Math.Max(0, changes) + ((lot - before) / (rate * plan.Contagion));
        return (int)Math.Min(days, calendar.Horizon * 2.0);
    }

    private int Joins(Pcg64 random) => (int)(random.NextDouble() * Arrivals * calendar.End);

    private Shopper? Referrer(long number, int joined, Pcg64 random)
    {
        for (int i = 0; i < Tries && number > 1; i++)
        {
            long other = number - 1 - random.NextInt32((int)Math.Min(Near, number - 1));
            if (Joins(Stream(other, ShopStream.Profile)) < joined && Draw(other) is { } by && by.Left > joined)
            {
                return by;
            }
        }

        return null;
    }
}

/// <summary>The processes of one shopper's life, each with random numbers of its own.</summary>
internal enum ShopStream
{
    Profile,
    Orders,
    Baskets,
    Support,
    Mail,
    Expectation,
}
