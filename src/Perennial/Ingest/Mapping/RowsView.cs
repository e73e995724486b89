using Perennial.DuckDb;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Mapping;

/// <summary>Makes the view <c>ingest_rows</c> over <c>ingest_typed</c>, once currency and as-of day are known, and the table of rules.</summary>
internal static class RowsView
{
    public static void Make(DuckDbConnection connection, SourceTable source, Decision decision, Conversion conversion, string? currency, DateOnly asOf)
    {
        string other = conversion.HasCurrency && currency is not null
            ? $"WHEN currency IS NOT NULL AND currency <> {DuckDbSql.Literal(currency)} THEN {(int)Disposition.OtherCurrency} "
            : "";
        string kind = conversion.HasAmount
            ? $"CASE WHEN amount < 0{(Returned(decision, conversion) is { } returned ? $" OR (coalesce(amount, 0) = 0 AND ({returned}))" : "")} THEN 2 ELSE 1 END"
            : $"CASE WHEN {Returned(decision, conversion) ?? "false"} THEN 2 ELSE 1 END";
        connection.Execute(IngestSql.Text(
            "30_rows",
            ("file_no", source.Files.Count > 1 ? "file_no" : "CAST(1 AS INTEGER)"),
            ("customer_id", "customer_id"),
            ("occurred", conversion.HasOccurred ? "occurred" : "CAST(NULL AS TIMESTAMP)"),
            ("amount", conversion.HasAmount ? "amount" : "CAST(NULL AS DECIMAL(18, 4))"),
            ("order_id", decision[Role.Order] is null ? "CAST(NULL AS VARCHAR)" : "order_id"),
            ("product_id", decision[Role.Product] is null ? "CAST(NULL AS VARCHAR)" : "product_id"),
            ("quantity", decision[Role.Quantity] is null ? "CAST(NULL AS DECIMAL(18, 4))" : "quantity"),
            ("currency", conversion.HasCurrency ? "currency" : currency is null ? "CAST(NULL AS VARCHAR)" : DuckDbSql.Literal(currency)),
            ("kind", kind),
            ("disposition", $"CASE WHEN rule > 0 THEN rule {other}WHEN day > DATE '{asOf:yyyy-MM-dd}' THEN {(int)Disposition.AfterAsOf} ELSE 0 END")));

        MakeRules(connection);
    }

    /// <summary>Makes <c>ingest_rules</c>: what the dispositions mean.</summary>
    public static void MakeRules(DuckDbConnection connection)
    {
        connection.Execute("CREATE OR REPLACE TABLE ingest_rules(disposition UTINYINT, rule VARCHAR, sentence VARCHAR)");
        string rows = string.Join(", ", Enum.GetValues<Disposition>().Select(rule => $"({(int)rule}, {DuckDbSql.Literal(rule.Name())}, {DuckDbSql.Literal(rule.Sentence())})"));
        connection.Execute($"INSERT INTO ingest_rules VALUES {rows}");
    }

    private static string? Returned(Decision decision, Conversion conversion) => (decision[Role.Quantity], conversion.HasReturns) switch
    {
        (not null, true) => "quantity < 0 OR is_return",
        (not null, false) => "quantity < 0",
        (null, true) => "is_return",
        _ => null,
    };
}
