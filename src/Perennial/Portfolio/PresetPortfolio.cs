using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Ledger;

namespace Perennial.Portfolio;

/// <summary>Recurring revenue under every preset. Reads <c>ledger_movements</c> and <c>ledger_recurring</c> of each; leaves <c>portfolio_presets</c> and <c>portfolio_preset_differences</c>.</summary>
public sealed class PresetPortfolio(DuckDbConnection connection)
{
    private const int Shown = 20;

    /// <summary>Counts.</summary>
    /// <param name="ledger">Where subscriptions became recurring revenue.</param>
    /// <param name="asOf">The day all is known up to.</param>
    /// <returns>Null where nothing was ever recurring.</returns>
    public RecurringPresets? Run(RecurringStage ledger, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        DateOnly from = asOf.AddYears(-1).AddDays(1);
        SqlFile.Of("Portfolio", "87_preset_table").Execute(connection);
        var figures = new List<PresetFigures>();
        foreach (RecurringPreset preset in RecurringPreset.All)
        {
            using IDisposable counted = ledger.CountedAs(preset);
            RecurringFacts facts = new RecurringPortfolio(connection).Run(asOf, preset);
            if (facts.Months.Count == 0)
            {
                return null;
            }

            RecurringMonth last = facts.Months[^1];
            figures.Add(new(
                preset.Name, facts.Mrr, facts.Customers, facts.Retention?.Opening, facts.Retention?.Nrr, facts.Retention?.Grr, facts.Retention?.LogoChurn, last.GrossChurn, last.NetChurn, last.QuickRatio));
            SqlFile.Of("Portfolio", "85_preset_customers").Execute(
                connection, new("preset", preset.Name), new("from_day", from), new("to_day", asOf), new("reactivation", preset.ReactivationInNrr));
        }

        SqlFile.Of("Portfolio", "88_preset_differences").Execute(connection);
        (long customers, long byDiscount) = connection.List("SELECT count(*), count(*) FILTER (differs_by = 'discount') FROM portfolio_preset_differences", row => (row.Int64(0), row.Int64(1)))[0];
        return new(from, asOf, figures, customers, byDiscount, connection.List(
            $"""
            SELECT customer_id, differs_by, mrr_stripe, mrr_chartmogul, mrr_board, counted_stripe, counted_chartmogul, counted_board
            FROM portfolio_preset_differences JOIN identity_customers USING (customer_key)
            ORDER BY greatest(abs(mrr_stripe - mrr_board), abs(opening_stripe - opening_board), abs(counted_chartmogul - counted_board)) DESC, customer_id LIMIT {Shown}
            """,
            row => new PresetDifference(row.String(0)!, row.String(1)!, [row.Decimal(2), row.Decimal(3), row.Decimal(4)], [row.Decimal(5), row.Decimal(6), row.Decimal(7)])));
    }
}
