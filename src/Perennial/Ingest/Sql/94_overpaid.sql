-- Invoices for which more was paid than their total.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (odd), count(*), string_agg(invoice_id, chr(31) ORDER BY invoice_id) FILTER (odd AND place <= 5)
FROM (
  SELECT invoice_id, odd, row_number() OVER (PARTITION BY odd ORDER BY invoice_id) AS place
  FROM (
    SELECT invoice_id, paid > total + 0.005 AS odd
    FROM (SELECT invoice_id, total FROM ingest_invoices WHERE rule = 0 AND superseded_at IS NULL AND total IS NOT NULL)
    JOIN (SELECT invoice_id, sum(amount) AS paid FROM ingest_payments WHERE rule = 0 AND superseded_at IS NULL AND status = 'succeeded' GROUP BY invoice_id) USING (invoice_id)
  )
);
