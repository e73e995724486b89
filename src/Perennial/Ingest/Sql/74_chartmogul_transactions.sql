-- ChartMogul's payments and refunds with customer and amount. Grain: transaction. Key: file_no, row. Units: the currency's major unit, tax included.
-- A transaction without an amount is of its whole invoice: the sum of its lines.
SELECT file_no, "row", 1 AS place, external_id, invoice_external_id AS invoice_id, head.customer_external_id AS customer_id, head.currency, lower(type) AS type, result, date,
  coalesce(ingest_minor(amount_in_cents, head.currency), ingest_minor(CAST(total AS VARCHAR), head.currency)) AS amount
FROM ingest_export_chartmogul_transactions
LEFT JOIN (SELECT invoice_external_id, any_value(customer_external_id) AS customer_external_id, any_value(currency) AS currency FROM ingest_export_chartmogul_invoices GROUP BY invoice_external_id) AS head USING (invoice_external_id)
LEFT JOIN (SELECT invoice_external_id, greatest(sum(ingest_number(amount_in_cents)), 0) AS total FROM ingest_export_chartmogul_line_items GROUP BY invoice_external_id) AS lines USING (invoice_external_id)
WHERE left_out IS NULL
