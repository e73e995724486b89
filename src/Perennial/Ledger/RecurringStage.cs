using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ledger;

/// <summary>
/// Subscriptions become recurring revenue. Reads <c>identity_subscriptions</c> and <c>identity_exchange_rates</c>; leaves <c>ledger_recurring</c> (stretches of
/// one customer, item and amount a month) and <c>ledger_movements</c> (each change of a customer's recurring revenue, by its kind);
/// <c>ledger_stretches</c> has what was known once and no more, too. Beside them, by no preset but with what
/// is billed by use: <c>ledger_earned</c> (after every discount), <c>ledger_listed</c> and <c>ledger_listed_movements</c> (before discounts that end).
/// </summary>
/// <remarks>
/// Amounts of a billing period are spread evenly over its months. A trial and a pause earn nothing. What becomes known after the as-of day, and ends after it, is not
/// used. Movements of one customer and day: where nothing was there before it is new, or reactivation after an earlier end; where nothing is left it is churn; between,
/// items that go on give seats and price (or an upgrade or downgrade where the plan changed), items that begin and end on one day are one upgrade or downgrade, items
/// that only begin or only end are add-ons. Exchange rates move recurring revenue too, as a kind of their own. The sum of all movements up to a day is the recurring
/// revenue of that day, to the last digit.
/// </remarks>
public sealed class RecurringStage(DuckDbConnection connection)
{
    private RecurringPreset? _counted;

    /// <summary>Builds stretches and movements as known at the end of a day, and checks that they add up.</summary>
    /// <param name="asOf">The day.</param>
    /// <param name="preset">What counts.</param>
    /// <param name="currency">Currency of the run: amounts in it, or in none, need no rate.</param>
    /// <returns>Stretches in a currency of which no rate is known on their days; they are left out.</returns>
    /// <exception cref="PerennialException">Movements do not add up to the stretches.</exception>
    public long Run(DateOnly asOf, RecurringPreset preset, string? currency)
    {
        ArgumentNullException.ThrowIfNull(preset);
        // What contracts earn and how they move must not hang on a preset: all discounts count in the one, none that ends in the other, use in both.
        Build(asOf, finiteDiscounts: true, metered: true, currency);
        connection.Execute("CREATE OR REPLACE TEMP TABLE ledger_earned AS FROM ledger_recurring");
        Build(asOf, finiteDiscounts: false, metered: true, currency);
        connection.Execute("CREATE OR REPLACE TEMP TABLE ledger_listed AS FROM ledger_recurring; CREATE OR REPLACE TEMP TABLE ledger_listed_movements AS FROM ledger_movements");
        foreach ((bool finite, bool metered) in Others(preset))
        {
            Build(asOf, finite, metered, currency);
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {Other("recurring", finite, metered)} AS FROM ledger_recurring; CREATE OR REPLACE TEMP TABLE {Other("movements", finite, metered)} AS FROM ledger_movements");
        }

        _counted = preset;
        Build(asOf, preset.FiniteDiscounts, preset.Metered, currency);
        long without = connection.Scalar<long>("SELECT count(*) FROM ledger_terms WHERE known_until IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_recurring WHERE ledger_recurring.term_no = ledger_terms.term_no)");
        connection.Execute("DROP TABLE ledger_terms; DROP TABLE ledger_item_days");
        RequireSum();
        return without;
    }

    /// <summary>Lets <c>ledger_recurring</c> and <c>ledger_movements</c> be those of another preset, until what is given is disposed.</summary>
    /// <param name="preset">One of <see cref="RecurringPreset.All"/>, after a run.</param>
    public IDisposable CountedAs(RecurringPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        if (_counted is null || (preset.FiniteDiscounts, preset.Metered) == (_counted.FiniteDiscounts, _counted.Metered))
        {
            return new Shadow(null);
        }

        foreach (string table in (string[])["recurring", "movements"])
        {
            connection.Execute($"CREATE OR REPLACE TEMP VIEW ledger_{table} AS FROM {Other(table, preset.FiniteDiscounts, preset.Metered)}");
        }

        return new Shadow(connection);
    }

    // Presets that count the same stretches share them.
    private static IEnumerable<(bool Finite, bool Metered)> Others(RecurringPreset preset) =>
        RecurringPreset.All.Select(other => (other.FiniteDiscounts, other.Metered)).Distinct().Where(other => other != (preset.FiniteDiscounts, preset.Metered));

    private static string Other(string table, bool finite, bool metered) => $"ledger_{table}_{(finite ? "discounted" : "full")}{(metered ? "_metered" : string.Empty)}";

    private void Build(DateOnly asOf, bool finiteDiscounts, bool metered, string? currency)
    {
        DuckDbParameter[] known = [new("as_of", asOf), new("finite_discounts", finiteDiscounts), new("metered", metered), new("currency", currency)];
        SqlFile.Of("Ledger", "50_terms").Execute(connection, known);
        SqlFile.Of("Ledger", "51_recurring").Execute(connection, known);
        SqlFile.Of("Ledger", "52_item_days").Execute(connection);
        SqlFile.Of("Ledger", "53_movements").Execute(connection);
    }

    private void RequireSum()
    {
        decimal running = connection.Scalar<decimal>("SELECT coalesce(sum(mrr), 0) FROM ledger_recurring WHERE to_day IS NULL");
        decimal moved = connection.Scalar<decimal>("SELECT coalesce(sum(amount), 0) FROM ledger_movements");
        if (running != moved)
        {
            throw new PerennialException("ledger/movements-differ", Fault.World, $"Recurring revenue is {running} on the as-of day, but its movements add up to {moved}. They must be the same; this is a mistake of the program, please report it.");
        }
    }

    // Views of the session stand before the tables of the database.
    private sealed class Shadow(DuckDbConnection? shadowed) : IDisposable
    {
        public void Dispose() => shadowed?.Execute("DROP VIEW IF EXISTS temp.ledger_recurring; DROP VIEW IF EXISTS temp.ledger_movements");
    }
}
