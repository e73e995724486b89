using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ledger;

/// <summary>
/// What the company spends on having customers becomes cost-to-serve. Reads <c>identity_costs</c> and what drives them; leaves <c>ledger_cost_bookings</c> (each booking with
/// what was allocated and what was not used) and <c>ledger_costs</c> (what one customer caused of one booking).
/// </summary>
/// <remarks>
/// Three ways, by what a booking says. A booking that names a customer is theirs (direct). One with a driver and a capacity is time-driven: a unit costs the amount by the
/// capacity, a customer costs the units they took, and what nobody took stays with the company as unused capacity; where more was taken than there was, a unit costs the
/// amount by what was taken (Kaplan and Anderson 2004). One with a driver and no capacity is shared out by the driver, whole (activity-based). What has no driver, or a
/// driver that nobody moved, stays with the company. Allocated and unused add up to what was booked, to the last digit.
/// Drivers: minutes and tickets (of requests opened in the period), usage, incidents (customers met), user minutes (people met times how long), invoices, orders, returns, seats, customers, regulated customers (with recurring
/// revenue on the first day of the period; without any subscription, with a sale in it).
/// </remarks>
public sealed class CostStage(DuckDbConnection connection)
{
    /// <summary>Shares out the bookings whose period is over, as known at the end of a day, and checks that they add up.</summary>
    /// <param name="asOf">The day.</param>
    /// <param name="currency">Currency of the run: amounts in it, or in none, need no rate.</param>
    /// <exception cref="PerennialException">Allocated and unused are not what was booked.</exception>
    public void Run(DateOnly asOf, string? currency)
    {
        DuckDbParameter[] known = [new("as_of", asOf), new("currency", currency)];
        foreach (string table in (string[])["60_cost_bookings", "61_driver_volumes", "62_costs"])
        {
            SqlFile.Of("Ledger", table).Execute(connection, known);
        }

        connection.Execute("DROP TABLE ledger_booked; DROP TABLE ledger_volumes");
        (decimal booked, decimal allocated, decimal unused, decimal caused) = connection.List(
            "SELECT coalesce(sum(amount), 0), coalesce(sum(allocated), 0), coalesce(sum(unused), 0), (SELECT coalesce(sum(amount), 0) FROM ledger_costs) FROM ledger_cost_bookings",
            row => (row.Decimal(0), row.Decimal(1), row.Decimal(2), row.Decimal(3)))[0];
        if (booked != allocated + unused || allocated != caused)
        {
            throw new PerennialException("ledger/costs-differ", Fault.World, $"Booked were {booked}, but {allocated} were allocated (to customers {caused}) and {unused} not used. They must add up; this is a mistake of the program, please report it.");
        }
    }
}
