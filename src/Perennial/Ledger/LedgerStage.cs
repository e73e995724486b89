using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ledger;

/// <summary>
/// People's rows become money. Reads <c>identity_rows</c>; leaves <c>ledger_days</c> (customer by business day) and
/// <c>ledger_refunds</c> (returns that lower earlier days, each from its own day on).
/// </summary>
/// <remarks>
/// The netting rules:
/// R1, a return is netted in its own day's sales; a day whose sales are all taken back is no purchase.
/// R2, a return that names an order known from an earlier day lowers that order's day instead.
/// R3, what a return takes beyond its own day (or beyond its order's day) lowers all earlier purchases of the customer in proportion, never below zero.
/// R2 and R3 hold from the return's own day on: a return never alters anything known before, and never how often a customer bought.
/// </remarks>
public sealed class LedgerStage(DuckDbConnection connection)
{
    /// <summary>Builds the ledger and checks that it adds up to the rows.</summary>
    /// <returns>The number of customer days.</returns>
    /// <exception cref="PerennialException">The ledger does not add up to the rows.</exception>
    public long Run()
    {
        Sql("05_sums").Execute(connection);
        bool named = !DaySums.NoOrderIsNamed(connection);
        if (named)
        {
            Sql("10_lines").Execute(connection);
            Sql("20_named").Execute(connection);
            Sql("25_day_sums").Execute(connection);
        }

        Sql("30_days").Execute(connection);
        if (!named)
        {
            // Then a day is the sum of neighbouring rows, and no return names an order: adding up in one pass costs a fifth of grouping, sorting and copying.
            DaySums.Add(connection);
        }

        Sql("40_refunds").Execute(connection);
        connection.Execute("DROP TABLE ledger_sums; DROP TABLE ledger_named");
        return LedgerChecks.Run(connection);
    }

    private static SqlFile Sql(string name) => SqlFile.Of("Ledger", name);
}
