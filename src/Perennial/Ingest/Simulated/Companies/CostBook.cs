namespace Perennial.Ingest.Simulated.Companies;

/// <summary>A pool of costs: what drives it, what a unit of the driver costs in cents, and the steps in which capacity is bought.</summary>
internal sealed record CostPool(string Name, string Driver, double Cents, long Step, bool Avoidable = false);

/// <summary>What serving all customers took in each month, and the bookings that follow: pools of capacity, bought in steps, of which a part is not used.</summary>
internal sealed class CostBook(IReadOnlyList<CostPool> pools, double unused, string currency, CompanyCalendar calendar)
{
    private readonly double[][] _used = [.. pools.Select(_ => new double[calendar.Months])];
    private readonly long[][] _cents = [.. pools.Select(_ => new long[calendar.Months])];

    /// <summary>Adds the months of one customer before the end, and gives what each pool spent on it, in cents.</summary>
    /// <param name="units">Units of each pool's driver, by month.</param>
    public long[] Add(params ReadOnlySpan<double[]> units)
    {
        long[] spent = new long[pools.Count];
        for (int p = 0; p < pools.Count; p++)
        {
            for (int m = 0; m < calendar.Months; m++)
            {
                long taken = (long)Math.Round(units[p][m] * pools[p].Cents);
                _used[p][m] += units[p][m];
                _cents[p][m] += taken;
                spent[p] += taken;
            }
        }

        return spent;
    }

    /// <summary>Writes the bookings of the pools and what is true of them, and gives the totals.</summary>
    public IReadOnlyList<PoolTruth> Write(CompanyTables tables)
    {
        LogWriter truth = tables.Truth("costs", "month,pool,amount,capacity,used,allocated,unused");
        var totals = new List<PoolTruth>();
        for (int p = 0; p < pools.Count; p++)
        {
            CostPool pool = pools[p];
            long amountSum = 0, allocatedSum = 0;
            double capacitySum = 0, usedSum = 0;
            for (int m = 0; m < calendar.Months; m++)
            {
                long capacity = Math.Max(1, (long)Math.Ceiling(_used[p][m] / (1 - unused) / pool.Step)) * pool.Step;

                // Cents are rounded by customer: their sum may be a little above what the units cost, never above what was bought.
                long amount = Math.Max((long)Math.Round(capacity * pool.Cents), _cents[p][m]);
                tables.Costs.Text(pool.Name).Byte((byte)'-').Whole(m + 1).Next().Text(pool.Name).Next().Day(calendar.FirstDay(m)).Next().Day(calendar.FirstDay(m + 1)).Next().Money(amount).Next().Text(currency).Next().Next()
                    .Text(pool.Driver).Next().Whole(capacity).Next().Text(pool.Avoidable ? "true" : "false").End();
                truth.Day(calendar.FirstDay(m)).Next().Text(pool.Name).Next().Money(amount).Next().Whole(capacity).Next().Number(_used[p][m]).Next().Money(_cents[p][m]).Next().Money(amount - _cents[p][m]).End();
                (amountSum, allocatedSum, capacitySum, usedSum) = (amountSum + amount, allocatedSum + _cents[p][m], capacitySum + capacity, usedSum + _used[p][m]);
            }

            totals.Add(new()
            {
                Pool = pool.Name, Driver = pool.Driver, RateAUnit = pool.Cents / 100, Amount = amountSum / 100m, Allocated = allocatedSum / 100m, Unused = (amountSum - allocatedSum) / 100m,
                Capacity = capacitySum, Used = usedSum,
            });
        }

        return totals;
    }
}

/// <summary>What a pool of costs cost over all months, and where it went.</summary>
public sealed record PoolTruth
{
    public required string Pool { get; init; }
    public required string Driver { get; init; }

    /// <summary>Gives what one unit of the driver costs.</summary>
    public required double RateAUnit { get; init; }
    public required decimal Amount { get; init; }

    /// <summary>Gives what customers caused, each month's share of a customer in whole cents; with <see cref="Unused"/> it is the amount.</summary>
    public required decimal Allocated { get; init; }
    public required decimal Unused { get; init; }

    /// <summary>Gives units of the driver: what the money could do, and what was done.</summary>
    public required double Capacity { get; init; }
    public required double Used { get; init; }
}
