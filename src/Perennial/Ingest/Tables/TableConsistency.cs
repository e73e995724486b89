using Perennial.DuckDb;
using Perennial.Ingest.Mapping;

namespace Perennial.Ingest.Tables;

/// <summary>Holds tables against each other: what one says and another denies.</summary>
internal static class TableConsistency
{
    private static readonly Check[] Checks =
    [
        new("subscriptions", ["customers"], ["customers.signed_up_on"], "begins-before-signup", "Stretches that begin before their customer signed up.", "kept", "84_before_signup"),
        new("subscriptions", [], ["subscriptions.subscription_id"], "stretches-overlap", "Stretches of one subscription that overlap.", "kept", "85_overlap"),
        new("usage", ["subscriptions"], ["usage.subscription_id"], "used-before-start", "Usage of a subscription before its first stretch.", "kept", "86_used_before"),
        new("usage", ["subscriptions"], ["usage.subscription_id"], "used-after-end", "Usage of a subscription after its last stretch ended.", "kept", "87_used_after"),
        new("cancellations", ["subscriptions"], [], "cancelled-but-running", "Cancellations of customers of whom a subscription runs on.", "kept", "88_running"),
        new("subscriptions", ["cancellations"], [], "ended-without-cancellation", "Customers whose subscriptions have all ended, and no cancellation says so.", "kept", "89_unsaid"),
        new("customers", ["cancellations"], ["customers.trait_churn_flag"], "flagged-without-cancellation", "Customers flagged as gone without a cancellation.", "kept", "90_flagged"),
        new("customers", ["cancellations"], ["customers.trait_churn_flag"], "cancelled-without-flag", "Customers with a cancellation who are not flagged as gone.", "kept", "91_not_flagged"),
        new("tickets", ["customers"], ["customers.signed_up_on"], "asked-before-signup", "Requests opened before their customer signed up.", "kept", "92_asked_before"),
        new("invoices", ["invoice_lines"], ["invoices.total"], "lines-miss-total", "Invoices whose lines and tax are not their total.", "kept", "93_lines_total"),
        new("payments", ["invoices"], ["payments.invoice_id", "invoices.total"], "paid-beyond-total", "Invoices paid beyond their total.", "kept", "94_overpaid"),
    ];

    /// <summary>Gives what is inconsistent among the tables that came in.</summary>
    public static IEnumerable<TableFinding> Of(DuckDbConnection connection, Arrival[] arrived)
    {
        foreach (Check check in Checks.Where(check => arrived.Any(table => table.Table.Name == check.Table) && check.Others.All(other => arrived.Any(table => table.Table.Name == other)) && check.Columns.All(column => Has(arrived, column))))
        {
            (long count, long of, IReadOnlyList<string> examples) = connection.List(IngestSql.Text(check.Sql), row => (row.Int64(0), row.Int64(1), (IReadOnlyList<string>)[.. (row.String(2) ?? string.Empty).Split('\u001f', StringSplitOptions.RemoveEmptyEntries).Select(Printable.Text)]))[0];
            if (count > 0)
            {
                yield return new TableFinding(check.Table, check.Rule, check.Description, count, of == 0 ? 0 : (double)count / of, examples, check.Done);
            }
        }
    }

    private static bool Has(Arrival[] arrived, string column)
    {
        string[] parts = column.Split('.');
        return arrived.Any(table => table.Table.Name == parts[0] && (table.Columns.Any(c => c.Name == parts[1]) || table.Traits.Contains(parts[1])));
    }

    private sealed record Check(string Table, string[] Others, string[] Columns, string Rule, string Description, string Done, string Sql);
}
