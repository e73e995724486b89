using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>What serving all accounts took in each month, and the bookings that follow: pools of capacity, bought in steps, of which a part is not used.</summary>
internal sealed class CostBook(AccountPlan plan, CompanyCalendar calendar)
{
    /// <summary>The pools, and what drives each.</summary>
    public static IReadOnlyList<(string Pool, string Driver)> Pools { get; } =
        [("support", "minutes"), ("infrastructure", "usage"), ("compliance", "regulated customers"), ("engineering", "incidents")];

    private readonly double[][] _used = [.. Pools.Select(_ => new double[calendar.Months])];
    private readonly long[][] _cents = [.. Pools.Select(_ => new long[calendar.Months])];

    /// <summary>Adds the months of one account before the end, and gives what each pool spent on it, in cents; the last is onboarding.</summary>
    public long[] Add(Account account, AccountMonths months, CompanyTables tables)
    {
        long[] spent = new long[Pools.Count + 1];
        for (int m = 0; m < calendar.Months; m++)
        {
            Take(0, m, months.Minutes[m], plan.Costs.MinuteCents, spent);
            Take(1, m, months.Units[m], plan.Costs.UnitCents, spent);
            Take(2, m, months.Regulated[m], plan.Costs.RegulatedCents, spent);
            Take(3, m, months.Incidents[m], plan.Costs.IncidentCents, spent);
        }

        spent[^1] = account.Segment.OnboardingCents;
        tables.Costs.Text("onboarding-").Whole(account.Number).Next().Text("onboarding").Next().Day(account.SignUp).Next().Day(account.SignUp + 1).Next().Money(spent[^1]).Next().Text(plan.Currency).Next().Customer(account.Number).Next().Next().Next().Text("true").End();
        return spent;
    }

    /// <summary>Writes the bookings of the pools and what is true of them, and gives the totals.</summary>
    public IReadOnlyList<PoolTruth> Write(CompanyTables tables)
    {
        LogWriter truth = tables.Truth("costs", "month,pool,amount,capacity,used,allocated,unused");
        var totals = new List<PoolTruth>();
        for (int p = 0; p < Pools.Count; p++)
        {
            (string pool, string driver) = Pools[p];
            double cents = new double[] { plan.Costs.MinuteCents, plan.Costs.UnitCents, plan.Costs.RegulatedCents, plan.Costs.IncidentCents }[p];
            long amountSum = 0, allocatedSum = 0;
            double capacitySum = 0, usedSum = 0;
            for (int m = 0; m < calendar.Months; m++)
            {
                long step = plan.Costs.Steps[p];
                long capacity = Math.Max(1, (long)Math.Ceiling(_used[p][m] / (1 - plan.Costs.Unused) / step)) * step;
                long amount = Math.Max((long)Math.Round(capacity * cents), _cents[p][m]);
                tables.Costs.Text(pool).Byte((byte)'-').Whole(m + 1).Next().Text(pool).Next().Day(calendar.FirstDay(m)).Next().Day(calendar.FirstDay(m + 1)).Next().Money(amount).Next().Text(plan.Currency).Next().Next().Text(driver).Next().Whole(capacity).Next().Text(p == 1 ? "true" : "false").End();
                truth.Day(calendar.FirstDay(m)).Next().Text(pool).Next().Money(amount).Next().Whole(capacity).Next().Number(_used[p][m]).Next().Money(_cents[p][m]).Next().Money(amount - _cents[p][m]).End();
                (amountSum, allocatedSum, capacitySum, usedSum) = (amountSum + amount, allocatedSum + _cents[p][m], capacitySum + capacity, usedSum + _used[p][m]);
            }

            totals.Add(new() { Pool = pool, Driver = driver, RateAUnit = cents / 100, Amount = amountSum / 100m, Allocated = allocatedSum / 100m, Unused = (amountSum - allocatedSum) / 100m, Capacity = capacitySum, Used = usedSum });
        }

        return totals;
    }

    private void Take(int pool, int month, double units, double cents, long[] spent)
    {
        long taken = (long)Math.Round(units * cents);
        _used[pool][month] += units;
        _cents[pool][month] += taken;
        spent[pool] += taken;
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
