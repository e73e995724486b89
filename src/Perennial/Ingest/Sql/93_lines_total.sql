-- Invoices whose lines, with the tax, do not add up to their total.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (odd), count(*), string_agg(invoice_id, chr(31) ORDER BY invoice_id) FILTER (odd AND place <= 5)
FROM (
  SELECT invoice_id, odd, row_number() OVER (PARTITION BY odd ORDER BY invoice_id) AS place
  FROM (
    SELECT invoice_id, abs(total - coalesce(tax, 0) - amount) > 0.005 AS odd
    FROM (SELECT invoice_id, total, tax FROM ingest_invoices WHERE rule = 0 AND superseded_at IS NULL AND total IS NOT NULL)
    JOIN (SELECT invoice_id, sum(amount) AS amount FROM ingest_invoice_lines WHERE rule = 0 AND superseded_at IS NULL GROUP BY invoice_id) USING (invoice_id)
  )
);
