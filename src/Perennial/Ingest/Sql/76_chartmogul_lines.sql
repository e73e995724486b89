-- Lines of ChartMogul's invoices before tax; a negative line is a line of a credit note to the same invoice. Grain: line. Key: file_no, row. Units: the currency's major unit.
SELECT
  line.file_no, line."row", 1 AS place,
  coalesce(external_id, line.invoice_external_id || ':' || line."row") AS line_id,
  CASE WHEN ingest_number(amount_in_cents) < 0 THEN line.invoice_external_id || ':credit' ELSE line.invoice_external_id END AS invoice_id,
  CASE WHEN lower(type) = 'subscription' THEN 'subscription' ELSE 'one_off' END AS kind,
  coalesce(plan_external_id, plan) AS plan, subscription_external_id AS subscription_id, quantity,
  abs(ingest_minor(amount_in_cents, currency) - coalesce(ingest_minor(tax_amount, currency), 0)) AS amount,
  abs(ingest_minor(discount_amount, currency)) AS discount,
  service_period_start AS service_from, service_period_end AS service_to,
  customer_external_id AS customer_id, currency, ingest_number(amount_in_cents) < 0 AS credit
FROM ingest_export_chartmogul_line_items AS line
LEFT JOIN (SELECT invoice_external_id, any_value(customer_external_id) AS customer_external_id, any_value(currency) AS currency FROM ingest_export_chartmogul_invoices GROUP BY invoice_external_id) AS head
  ON head.invoice_external_id = line.invoice_external_id
WHERE line.left_out IS NULL
