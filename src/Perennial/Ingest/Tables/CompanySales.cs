using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Quality;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>What a company sold, as rows of <c>ingest_rows</c>: from its orders, else its invoices, else its payments, else what its subscriptions cost.</summary>
/// <remarks>
/// The first of these tables that came in says what was sold; others of them would say it again. Rows of one person behind several ids are one customer, under the
/// person's id. Amounts in another currency are converted at the rate of their day where rates came in, else set aside.
/// </remarks>
internal static class CompanySales
{
    private static readonly (string Table, string Sql, string Words)[] Sources =
    [
        ("orders", "95_sales_orders", "orders"),
        ("invoices", "96_sales_invoices", "invoices"),
        ("payments", "97_sales_payments", "payments"),
        ("subscriptions", "98_sales_subscriptions", "what subscriptions cost"),
    ];

    /// <summary>Makes the rows.</summary>
    /// <param name="connection">The engine session with the tables.</param>
    /// <param name="company">The tables.</param>
    /// <param name="options">Currency, as-of day, time zone.</param>
    /// <exception cref="PerennialException">No table says what was sold (<c>ingest/no-sales</c>), or nothing in it can be used.</exception>
    public static IngestResult Of(DuckDbConnection connection, CompanyTables company, IngestOptions options)
    {
        (string table, string sql, string words) = Sources.FirstOrDefault(source => company.Has(source.Table));
        if (table is null)
        {
            throw new PerennialException("ingest/no-sales", Fault.Data, $"None of the tables says what was sold: {string.Join(", ", company.Tables.Select(t => t.Table))} came in. Orders, invoices, payments or subscriptions are needed; 'perennial inspect' shows which file was read as what.");
        }

        connection.Execute(IngestSql.Text("98_seen"));
        string zone = DuckDbSql.Literal(options.TimeZone);
        connection.Execute(IngestSql.Text("99_sales", ("sales", IngestSql.Text(sql).TrimEnd(';', '\n')), ("zone", zone)));
        string? currency = options.Currency?.Trim().ToUpperInvariant() ?? MostMoney(connection);
        IReadOnlyList<(DateOnly Day, long Rows)> days = connection.List("SELECT day, count(*) FROM ingest_sales WHERE rule = 0 AND day IS NOT NULL GROUP BY day ORDER BY day", row => (row.Date(0), row.Int64(1)));
        if (days.Count == 0)
        {
            throw new PerennialException("ingest/no-rows", Fault.Data, $"Nothing in {words} can be used: every row was quarantined or set aside. 'perennial inspect' shows why.");
        }

        DateOnly seen = AsOfDay.Last(table == "subscriptions" ? connection.List("SELECT day, n FROM ingest_seen ORDER BY day", row => (row.Date(0), row.Int64(1))) : days);
        DateOnly asOf = options.AsOf ?? company.Files.Select(file => file.SeenUntil).OfType<DateOnly>().Append(seen).Max();
        connection.Execute(IngestSql.Text(
            "99_sales_rows",
            ("currency", currency is null ? "CAST(NULL AS VARCHAR)" : DuckDbSql.Literal(currency)),
            ("as_of", string.Create(CultureInfo.InvariantCulture, $"DATE '{asOf:yyyy-MM-dd}'"))));
        RowsView.MakeRules(connection);
        IReadOnlyList<(Disposition Rule, long Rows)> left = connection.List("SELECT disposition, count(*) FROM ingest_rows WHERE disposition > 0 GROUP BY disposition ORDER BY disposition", row => ((Disposition)row.Int32(0), row.Int64(1)));
        return new IngestResult
        {
            Inputs = [.. company.Files.Select(file => file.Input)],
            Rows = Account(company),
            Mapping = new ColumnMapping([], []),
            Quality = QualityReport.InOrder(company.Findings.Select(Finding).Concat(left.Select(rule => new QualityFinding(
                rule.Rule.Name(), QualityReport.Warning, $"Sales not used: {rule.Rule.Sentence()}", rule.Rows, null, [], "left out of money and purchases")))),
            Currency = currency,
            HasAmounts = connection.Scalar<bool>("SELECT coalesce(bool_or(amount IS NOT NULL), false) FROM ingest_rows WHERE disposition = 0"),
            AsOf = asOf,
            FirstDay = days[0].Day,
            ControlTotal = options.ControlTotal is null ? [] : ControlTotal.Compare(connection, options.ControlTotal),
        };
    }

    private static string? MostMoney(DuckDbConnection connection) =>
        connection.List("SELECT currency FROM ingest_sales WHERE currency IS NOT NULL AND rule = 0 GROUP BY currency ORDER BY sum(abs(amount)) DESC, currency LIMIT 1", row => row.String(0)) is [var most, ..] ? most : null;

    private static RowAccount Account(CompanyTables company)
    {
        CompanyFile[] files = [.. company.Files.Where(file => file.Table is not null)];
        return new(
            files.Sum(file => file.Account.In),
            files.Sum(file => file.Account.Used),
            files.Sum(file => file.Account.Quarantined),
            files.SelectMany(file => file.Account.SetAside.Select(rule => (Name: $"{file.Table}: {rule.Key}", rule.Value))).GroupBy(rule => rule.Name, StringComparer.Ordinal).ToDictionary(rules => rules.Key, rules => rules.Sum(rule => rule.Value), StringComparer.Ordinal));
    }

    private static QualityFinding Finding(TableFinding finding) => new(
        $"{finding.Table}-{finding.Rule}".Replace(": ", "-", StringComparison.Ordinal),
        finding.Stops ? QualityReport.Serious : finding.Share > 0.05 ? QualityReport.Warning : QualityReport.Info,
        $"{Path.GetFileName(finding.Table)}: {finding.Description}",
        finding.Count,
        null,
        finding.Examples,
        finding.Done);
}
