-- ChartMogul's invoices, and a credit note beside each that has negative lines. Grain: invoice or credit note. Key: file_no, row, place. Units: the currency's major unit, tax included.
-- An invoice is paid where a payment of it succeeded, open where none did; without transactions nobody knows.
WITH sums AS (
  SELECT invoice_external_id AS id, any_value(head.currency) AS currency,
    sum(ingest_number(amount_in_cents)) FILTER (ingest_number(amount_in_cents) >= 0) AS billed, sum(ingest_number(tax_amount)) FILTER (ingest_number(amount_in_cents) >= 0) AS billed_tax,
    -sum(ingest_number(amount_in_cents)) FILTER (ingest_number(amount_in_cents) < 0) AS credited, abs(sum(ingest_number(tax_amount)) FILTER (ingest_number(amount_in_cents) < 0)) AS credited_tax
  FROM ingest_export_chartmogul_line_items
  JOIN (SELECT invoice_external_id, any_value(currency) AS currency FROM ingest_export_chartmogul_invoices GROUP BY invoice_external_id) AS head USING (invoice_external_id)
  GROUP BY invoice_external_id
), paid AS (
  SELECT invoice_external_id AS id, bool_or(lower(type) = 'payment' AND lower(result) = 'successful') AS paid FROM ingest_export_chartmogul_transactions GROUP BY invoice_external_id
), told AS (
  SELECT count(*) > 0 AS any FROM ingest_export_chartmogul_transactions
)
SELECT file_no, "row", 1 AS place, invoice_external_id AS invoice_id, customer_external_id AS customer_id, 'invoice' AS kind, CAST(NULL AS VARCHAR) AS credits_invoice_id, invoiced_date, due_date,
  CASE WHEN told.any THEN CASE WHEN coalesce(paid.paid, false) THEN 'paid' ELSE 'open' END END AS status, invoice.currency,
  ingest_minor(CAST(billed AS VARCHAR), invoice.currency) AS total, ingest_minor(CAST(billed_tax AS VARCHAR), invoice.currency) AS tax
FROM ingest_export_chartmogul_invoices AS invoice CROSS JOIN told LEFT JOIN sums ON sums.id = invoice_external_id LEFT JOIN paid ON paid.id = invoice_external_id
WHERE left_out IS NULL AND (billed IS NOT NULL OR credited IS NULL)
UNION ALL
SELECT file_no, "row", 2, invoice_external_id || ':credit', customer_external_id, 'credit_note', invoice_external_id, invoiced_date, NULL, NULL, invoice.currency,
  ingest_minor(CAST(credited AS VARCHAR), invoice.currency), ingest_minor(CAST(credited_tax AS VARCHAR), invoice.currency)
FROM ingest_export_chartmogul_invoices AS invoice JOIN sums ON sums.id = invoice_external_id
WHERE left_out IS NULL AND credited > 0
