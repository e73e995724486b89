using Perennial.Models;
using Perennial.Models.Seasons;

namespace Perennial.Features;

/// <summary>The purchase histories of n customers as known at the end of a day, as columns ordered by customer key.</summary>
public sealed class CustomerHistories
{
    /// <summary>Gives the day up to whose end everything is known.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Gives the n surrogate keys, ascending.</summary>
    public required int[] CustomerKey { get; init; }

    /// <summary>Gives the n numbers of repeat purchase days.</summary>
    public required int[] Frequency { get; init; }

    /// <summary>Gives the n times from the first to the last purchase day, in days.</summary>
    public required int[] RecencyDays { get; init; }

    /// <summary>Gives the n ages: from the first purchase day to <see cref="AsOf"/>, in days.</summary>
    public required int[] TDays { get; init; }

    /// <summary>Gives the n mean values of a repeat purchase day, in currency; 0 where there is none.</summary>
    public required double[] MeanSpend { get; init; }

    /// <summary>Gives the n sums of ln of the days between a purchase day and the one before, as known at the end of <see cref="AsOf"/>, 0 where frequency is 0; null where gaps were not read.</summary>
    public double[]? LogGapsInDays { get; init; }

    /// <summary>Gives the n first purchase days, as days since 1970-01-01.</summary>
    public required int[] FirstDay { get; init; }

    /// <summary>Gives the n last purchase days, as days since 1970-01-01.</summary>
    public required int[] LastDay { get; init; }

    /// <summary>Gives the n numbers of orders placed.</summary>
    public required int[] Orders { get; init; }

    /// <summary>Gives the n net revenues to date, in currency; negative where returns exceed sales.</summary>
    public required decimal[] RevenueToDate { get; init; }

    /// <summary>Gives the histories counted in opportunities; null where they were not read.</summary>
    public OpportunityColumns? Opportunities { get; private init; }

    /// <summary>Gives the clock of the seasons in which models read these histories; null where all days are alike.</summary>
    public SeasonalClock? Seasons { get; private init; }

    /// <summary>Gives the levels of spend at which a model of spend reads these histories; null where all customers are at one.</summary>
    public SpendLevels? Levels { get; private init; }

    /// <summary>Gives how days become the time of models.</summary>
    public ModelTime Time => new(AsOf, Seasons);

    /// <summary>Gives the number of customers n.</summary>
    public int Count => CustomerKey.Length;

    /// <summary>Gives the histories for a model of purchases, in the unit wanted.</summary>
    public PurchaseHistories Purchases(TimeUnit unit) => new(Frequency, Time.Recency(RecencyDays, TDays, unit), Time.Age(TDays, unit), unit, logGaps: LogGaps(LogGapsInDays, Frequency, unit));

    /// <summary>Gives the histories as a fitted model reads them: in opportunities where it counts those.</summary>
    /// <param name="model">A model of purchases.</param>
    public PurchaseHistories Purchases(ITransactionModel model) =>
        TransactionModels.Find(model.Name)?.Needs == ModelNeeds.Opportunities && Opportunities is { } counted ? counted.Purchases(model.Unit) : Purchases(model.Unit);

    /// <summary>Gives the same histories with those counted in opportunities.</summary>
    /// <param name="counted">The same customers in the same order.</param>
    public CustomerHistories With(OpportunityColumns counted) => With(LogGapsInDays, counted, Seasons, Levels);

    /// <summary>Gives the same histories with the gaps between purchases.</summary>
    /// <param name="logGapsInDays">n sums of ln of days between purchase days, in the same order.</param>
    public CustomerHistories With(double[] logGapsInDays) => With(logGapsInDays, Opportunities, Seasons, Levels);

    /// <summary>Gives the same histories read by a clock of seasons.</summary>
    /// <param name="seasons">The clock; null where all days are alike.</param>
    public CustomerHistories With(SeasonalClock? seasons) => seasons == Seasons ? this : With(LogGapsInDays, Opportunities, seasons, Levels);

    /// <summary>Gives the same histories read at levels of spend.</summary>
    /// <param name="levels">The levels; null where all customers are at one.</param>
    public CustomerHistories With(SpendLevels? levels) => levels == Levels ? this : With(LogGapsInDays, Opportunities, Seasons, levels);

    private CustomerHistories With(double[]? logGapsInDays, OpportunityColumns? counted, SeasonalClock? seasons, SpendLevels? levels) => new()
    {
        AsOf = AsOf,
        CustomerKey = CustomerKey,
        Frequency = Frequency,
        RecencyDays = RecencyDays,
        TDays = TDays,
        MeanSpend = MeanSpend,
        LogGapsInDays = logGapsInDays,
        FirstDay = FirstDay,
        LastDay = LastDay,
        Orders = Orders,
        RevenueToDate = RevenueToDate,
        Opportunities = counted,
        Seasons = seasons,
        Levels = levels,
    };

    /// <summary>Gives the histories of all but some customers.</summary>
    /// <param name="apart">Their keys.</param>
    public CustomerHistories Without(IReadOnlySet<int> apart)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(i => !apart.Contains(CustomerKey[i]))];
        T[] Take<T>(T[] column) => [.. rows.Select(row => column[row])];
        return new()
        {
            AsOf = AsOf,
            CustomerKey = Take(CustomerKey),
            Frequency = Take(Frequency),
            RecencyDays = Take(RecencyDays),
            TDays = Take(TDays),
            MeanSpend = Take(MeanSpend),
            LogGapsInDays = LogGapsInDays is null ? null : Take(LogGapsInDays),
            FirstDay = Take(FirstDay),
            LastDay = Take(LastDay),
            Orders = Take(Orders),
            RevenueToDate = Take(RevenueToDate),
        };
    }

    /// <summary>Gives the histories a model is to learn from where each customer counts by themselves: without those first seen in the burn-in.</summary>
    /// <param name="burnInEnds">Last day of the burn-in, or null.</param>
    /// <param name="unit">The unit of time.</param>
    public PurchaseHistories Learned(DateOnly? burnInEnds, TimeUnit unit)
    {
        bool[] burnIn = FirstSeenBy(burnInEnds);
        int[] x = Take(Frequency);
        return new(x, Time.Recency(Take(RecencyDays), Take(TDays), unit), Time.Age(Take(TDays), unit), unit, logGaps: LogGaps(LogGapsInDays is { } gaps ? Take(gaps) : null, x, unit));

        T[] Take<T>(T[] column) => [.. column.Where((_, i) => !burnIn[i])];
    }

    /// <summary>Gives the histories for a model of spend, money over the customer's level.</summary>
    public SpendHistories Spend() => new(Frequency, LevelledSpend());

    /// <summary>Gives the n mean values of a repeat purchase day over the customer's level.</summary>
    public double[] LevelledSpend() => Levels is null ? MeanSpend : [.. MeanSpend.Zip(Levels.Of(CustomerKey), (mean, level) => mean / level)];

    /// <summary>Gives what a model of spend said of these customers as money again.</summary>
    /// <param name="levelled">n amounts over the customer's level.</param>
    public double[] InMoney(double[] levelled) => Levels is null ? levelled : [.. levelled.Zip(Levels.Of(CustomerKey), (amount, level) => amount * level)];

    /// <summary>Gives whether each of the n customers was first seen on or before a day: the burn-in, where there is one.</summary>
    public bool[] FirstSeenBy(DateOnly? day)
    {
        bool[] seen = new bool[Count];
        if (day is { } end)
        {
            int last = end.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
            for (int i = 0; i < seen.Length; i++)
            {
                seen[i] = FirstDay[i] <= last;
            }
        }

        return seen;
    }

    /// <summary>Gives sums of ln of gaps in a unit, from those in days.</summary>
    internal static double[]? LogGaps(double[]? inDays, int[] frequency, TimeUnit unit)
    {
        double shift = Math.Log(unit.Days());
        return inDays is null ? null : [.. inDays.Select((sum, i) => sum - (frequency[i] * shift))];
    }
}
