using System.Diagnostics;
using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ledger;

/// <summary>What must hold after Ledger: the days add up to the rows, to the last ten-thousandth, and no customer has a day twice.</summary>
internal static class LedgerChecks
{
    public static long Run(DuckDbConnection connection)
    {
        decimal rows = connection.Scalar<decimal>("SELECT CAST(coalesce(sum(CASE kind WHEN 2 THEN -abs(amount) ELSE amount END), 0) AS DECIMAL(38, 4)) FROM identity_rows");
        decimal days = connection.Scalar<decimal>("SELECT CAST(coalesce(sum(net), 0) AS DECIMAL(38, 4)) FROM ledger_days");
        if (rows != days)
        {
            throw new PerennialException("ledger/does-not-add-up", Fault.Data, $"The rows add up to {rows} but the ledger to {days}. They must be equal. A row may have a kind other than 1 (sale) or 2 (return).");
        }

        // Lines rely on the order of identity_rows; were it lost, a day would appear twice. ledger_days is ordered, so equal days are neighbours.
        long twice = connection.Scalar<long>(
            "SELECT count(*) FILTER (again) FROM (SELECT customer_key = lag(customer_key) OVER () AND day <= lag(day) OVER () AS again FROM ledger_days)");
        return twice == 0
            ? connection.Scalar<long>("SELECT count(*) FROM ledger_days")
            : throw new UnreachableException($"{twice} days appear twice in the ledger. This is a mistake of the program; please report it.");
    }
}
