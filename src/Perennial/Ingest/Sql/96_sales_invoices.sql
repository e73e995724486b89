-- Sales by invoices: what was billed, before tax. Grain: one line of an invoice, or the invoice where it has no lines; and one row a refund. Units: amount in `currency`.
-- rule: 7 never collected, 8 draft or void (the numbers of ingest_rules). Credit notes are negative; a refund counts where no credit note takes its invoice back, which would say
-- the same; where credit notes do not name what they take back, no refund counts. A refund has its invoice's share of tax in it.
WITH heads AS (
  SELECT *, rowid AS position, CASE WHEN status IN ('draft', 'void') THEN 8 WHEN status = 'uncollectible' THEN 7 ELSE 0 END AS left_out, CASE WHEN kind = 'credit_note' THEN -1 ELSE 1 END AS sign
  FROM ingest_invoices WHERE rule = 0 AND superseded_at IS NULL
)
SELECT coalesce(line.file_no, heads.file_no) AS file_no, coalesce(line.position, heads.position) AS position, heads.customer_id, CAST(issued_on AS TIMESTAMP) AS occurred, sign * coalesce(line.amount, heads.total - coalesce(heads.tax, 0)) AS amount,
  heads.invoice_id AS order_id, line.product_id, line.quantity, heads.currency, left_out AS rule
FROM heads LEFT JOIN (SELECT *, rowid AS position FROM ingest_invoice_lines WHERE rule = 0 AND superseded_at IS NULL) AS line ON line.invoice_id = heads.invoice_id
UNION ALL
SELECT refund.file_no, refund.position, coalesce(refund.customer_id, invoice.customer_id, paid.customer_id), refunded_at, -round(refund.amount * (1 - coalesce(invoice.taxed, 0)), 4), coalesce(refund.invoice_id, payment_id), NULL, NULL, refund.currency, 0
FROM (SELECT *, rowid AS position FROM ingest_refunds WHERE rule = 0 AND superseded_at IS NULL AND coalesce(kind, 'refund') IN ('refund', 'dispute_lost') AND amount IS NOT NULL AND refunded_at IS NOT NULL) AS refund
LEFT JOIN (SELECT invoice_id, any_value(customer_id) AS customer_id, any_value(CASE WHEN total > 0 AND tax <= total THEN tax / total END) AS taxed FROM heads GROUP BY invoice_id) AS invoice ON invoice.invoice_id = refund.invoice_id
LEFT JOIN (SELECT payment_id, any_value(customer_id) AS customer_id, any_value(invoice_id) AS invoice_id FROM ingest_payments WHERE rule = 0 GROUP BY payment_id) AS paid USING (payment_id)
WHERE NOT EXISTS (SELECT 1 FROM heads WHERE kind = 'credit_note' AND credits_invoice_id IS NULL)
  AND coalesce(refund.invoice_id, paid.invoice_id, '') NOT IN (SELECT credits_invoice_id FROM heads WHERE kind = 'credit_note') AND coalesce(refund.customer_id, invoice.customer_id, paid.customer_id) IS NOT NULL
