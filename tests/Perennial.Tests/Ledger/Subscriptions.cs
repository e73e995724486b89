using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ledger;

namespace Perennial.Tests.Ledger;

/// <summary>An engine session with subscriptions written as <c>column=cell</c>, one stretch a line, and the recurring revenue made of them.</summary>
internal sealed class Subscriptions : IDisposable
{
    private const string Columns = "customer_key product_id plan status starts_on ends_on quantity amount mrr currency billing_months discount discount_until trial metered term_ends_on term_months end_reason recorded_at superseded_at";
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(new DuckDbOptions());

    public Subscriptions(string rows, string rates = "")
    {
        Connection = _database.Connect();
        Connection.Execute("CREATE TABLE identity_subscriptions(customer_key INTEGER, product_id VARCHAR, plan VARCHAR, status VARCHAR, starts_on DATE, ends_on DATE, quantity DECIMAL(18, 4), amount DECIMAL(18, 4), mrr DECIMAL(18, 4), currency VARCHAR, billing_months BIGINT, discount DECIMAL(18, 4), discount_until DATE, trial BOOLEAN, metered BOOLEAN, term_ends_on DATE, term_months BIGINT, end_reason VARCHAR, recorded_at TIMESTAMP, superseded_at TIMESTAMP)");
        Connection.Execute("CREATE TABLE identity_exchange_rates(currency VARCHAR, valid_on DATE, rate DECIMAL(18, 8))");
        Connection.Execute("CREATE TABLE identity_traits(customer_key INTEGER, segment VARCHAR, channel VARCHAR, superseded_at TIMESTAMP)");
        foreach (string row in rows.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Dictionary<string, string> cells = row.Split(' ').Select(cell => cell.Split('=')).ToDictionary(cell => cell[0], cell => cell[1], StringComparer.Ordinal);
            Connection.Execute($"INSERT INTO identity_subscriptions VALUES ({string.Join(", ", Columns.Split(' ').Select(column => cells.TryGetValue(column, out string? cell) ? $"'{cell}'" : "NULL"))})");
        }

        if (rates.Length > 0)
        {
            Connection.Execute($"INSERT INTO identity_exchange_rates VALUES {rates}");
        }
    }

    public DuckDbConnection Connection { get; }

    public long Run(DateOnly asOf, RecurringPreset preset) => new RecurringStage(Connection).Run(asOf, preset, "USD");

    public string Movements(bool orderByCustomer) => string.Join("; ", Connection.List(
        $"SELECT day, kind, amount FROM ledger_movements ORDER BY {(orderByCustomer ? "customer_key, day, kind" : "day, customer_key")}",
        row => string.Create(CultureInfo.InvariantCulture, $"{row.Date(0):yyyy-MM-dd} {row.String(1)} {row.Decimal(2):0.####}")));

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }
}
