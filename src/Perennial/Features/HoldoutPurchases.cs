namespace Perennial.Features;

/// <summary>What happened in (origin, until] to the n customers known at the origin, as columns ordered by customer key like the histories of the origin.</summary>
public sealed class HoldoutPurchases
{
    /// <summary>Gives the last known day.</summary>
    public required DateOnly Origin { get; init; }

    /// <summary>Gives the last hidden day.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Gives the n surrogate keys, ascending.</summary>
    public required int[] CustomerKey { get; init; }

    /// <summary>Gives the n numbers of purchase days in the window.</summary>
    public required int[] Purchases { get; init; }

    /// <summary>Gives the n values of those days after the returns known at the end of <see cref="Until"/>; never negative.</summary>
    public required double[] Spend { get; init; }

    /// <summary>Gives the n sums of sales less returns dated in the window; may be negative.</summary>
    public required double[] Net { get; init; }

    /// <summary>Gives the customers first seen in the window: excluded from the columns, and counted here.</summary>
    public long NewCustomers => CountNewCustomers();

    /// <summary>Gives the weeks on both sides of the origin, oldest first, none left out.</summary>
    public IReadOnlyList<WeekOfPurchases> Weeks => field ??= ReadWeeks();

    /// <summary>Gives the count behind <see cref="NewCustomers"/>: it looks at all customers, and only the last origin asks for it.</summary>
    public required Func<long> CountNewCustomers { get; init; }

    /// <summary>Gives the query behind <see cref="Weeks"/>, run when asked, for the same reason.</summary>
    public required Func<IReadOnlyList<WeekOfPurchases>> ReadWeeks { get; init; }

    /// <summary>Gives the number of customers n.</summary>
    public int Count => CustomerKey.Length;
}

/// <summary>One week of repeat purchases by the customers known at the origin.</summary>
/// <param name="Week">1 is the first week after the origin, 0 the last one before.</param>
/// <param name="WeekEnds">Its last day; beyond the last hidden day where that cuts the week short.</param>
/// <param name="Purchases">Repeat purchase days.</param>
/// <param name="Acquired">Customers first seen that week.</param>
/// <param name="Spend">Value of the repeat purchase days.</param>
public sealed record WeekOfPurchases(int Week, DateOnly WeekEnds, long Purchases, long Acquired, double Spend);
