namespace Perennial.Ingest.Quality;

/// <summary>What each rule set aside.</summary>
internal static class RuleFindings
{
    public static IEnumerable<QualityFinding> Of(QualityFacts facts)
    {
        (Disposition Rule, string Code, string Severity, string Title, string Example)[] rules =
        [
            (Disposition.NoCustomer, "missing-customer", Share(Disposition.NoCustomer) > 0.05 ? QualityReport.Serious : QualityReport.Warning, "Rows without a customer", "coalesce(order_id, CAST(day AS VARCHAR))"),
            (Disposition.OrderLineOfOrder, "order-lines", QualityReport.Info, "Further lines of orders", "order_id"),
            (Disposition.TestOrder, "test-orders", QualityReport.Warning, "Test orders", "customer_id"),
            (Disposition.CancelledOrder, "cancelled-orders", QualityReport.Info, "Cancelled orders", "coalesce(order_id, customer_id)"),
            (Disposition.RefundedOrder, "refunded-orders", QualityReport.Info, "Orders refunded in full", "coalesce(order_id, customer_id)"),
            (Disposition.UnpaidOrder, "unpaid-orders", QualityReport.Info, "Orders not paid", "coalesce(order_id, customer_id)"),
            (Disposition.NonSaleDocument, "non-sale-documents", QualityReport.Info, "Documents that are no sales", "order_id"),
            (Disposition.OtherCurrency, "mixed-currencies", QualityReport.Serious, $"Rows in another currency than {facts.Currency}", "currency"),
            (Disposition.AfterAsOf, facts.Options.AsOf is null ? "future-dates" : "after-as-of", facts.Options.AsOf is null ? QualityReport.Serious : QualityReport.Info, "Rows after the as-of day", "CAST(day AS VARCHAR)"),
        ];
        foreach ((Disposition rule, string code, string severity, string title, string example) in rules)
        {
            if (facts.Count(rule) is > 0 and long rows)
            {
                double? share = rule == Disposition.OrderLineOfOrder ? null : facts.Share(facts.MoneyIn(rule));
                yield return new QualityFinding(code, severity, title, rows, share, facts.Examples(rule, example), $"Set aside by the rule {rule.Name()}: {rule.Sentence()}");
            }
        }

        double Share(Disposition rule) => Math.Max(facts.Share(facts.MoneyIn(rule)) ?? 0, (double)facts.Count(rule) / facts.Rows.In);
    }
}
