-- Sales by payments that succeeded, and what was given back. Grain: one payment or refund. Units: amount in `currency`, refunds negative. rule: 7 never paid.
SELECT file_no, rowid AS position, customer_id, paid_at AS occurred, amount, coalesce(invoice_id, payment_id) AS order_id, CAST(NULL AS VARCHAR) AS product_id, CAST(NULL AS DECIMAL(18, 4)) AS quantity, currency,
  CASE WHEN status = 'succeeded' THEN 0 ELSE 7 END AS rule
FROM ingest_payments WHERE rule = 0 AND superseded_at IS NULL
UNION ALL
SELECT refund.file_no, refund.position, coalesce(refund.customer_id, paid.customer_id), coalesce(refunded_at, paid.paid_at), -coalesce(refund.amount, paid.amount), coalesce(refund.invoice_id, paid.invoice_id, payment_id), NULL, NULL,
  coalesce(refund.currency, paid.currency), 0
FROM (SELECT *, rowid AS position FROM ingest_refunds WHERE rule = 0 AND superseded_at IS NULL AND coalesce(kind, 'refund') IN ('refund', 'dispute_lost')) AS refund
LEFT JOIN (SELECT * FROM ingest_payments WHERE rule = 0 AND superseded_at IS NULL AND payment_id IS NOT NULL) AS paid USING (payment_id)
WHERE coalesce(refund.customer_id, paid.customer_id) IS NOT NULL AND coalesce(refunded_at, paid.paid_at) IS NOT NULL AND coalesce(refund.amount, paid.amount) IS NOT NULL
