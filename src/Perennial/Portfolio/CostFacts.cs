namespace Perennial.Portfolio;

/// <summary>What serving customers cost, and what they left after it.</summary>
/// <param name="From">First day of the bookings.</param>
/// <param name="To">Last day of the bookings.</param>
/// <param name="Pools">By pool, the dearest first. Allocated + unused + without a driver = amount, to the last digit.</param>
/// <param name="Revenue">Net revenue of all customers in those days.</param>
/// <param name="CostMoreThanTheyBrought">Customers whose cost-to-serve was above their net revenue.</param>
/// <param name="Whale">Cumulative net revenue less cost-to-serve, the best customer first, at each hundredth of the customers (whale curve).</param>
public sealed record CostFacts(DateOnly From, DateOnly To, IReadOnlyList<CostPool> Pools, decimal Revenue, long CostMoreThanTheyBrought, IReadOnlyList<decimal> Whale)
{
    /// <summary>Gives what was booked.</summary>
    public decimal Amount => Pools.Sum(pool => pool.Amount);

    /// <summary>Gives what customers caused (cost-to-serve.v1).</summary>
    public decimal Allocated => Pools.Sum(pool => pool.Allocated);

    /// <summary>Gives what no customer took (cost.unused.v1).</summary>
    public decimal Unused => Pools.Sum(pool => pool.Unused);
}

/// <summary>One pool.</summary>
/// <param name="Pool">What it was spent on.</param>
/// <param name="Amount">What was booked.</param>
/// <param name="Allocated">What customers caused.</param>
/// <param name="Unused">Capacity that no customer took.</param>
/// <param name="WithoutDriver">What nothing shares out; it stays with the company.</param>
/// <param name="Avoidable">Of what customers caused, what would go away with them.</param>
public sealed record CostPool(string Pool, decimal Amount, decimal Allocated, decimal Unused, decimal WithoutDriver, decimal Avoidable);
