-- The rows of a log that names no order, to be added up by day as they come. Grain: used row, in the order of identity_rows.
-- Units: DECIMAL(18,4) of the run's currency. Returns count as positive refunds, whatever sign the export gave them.
SELECT
  customer_key,
  day,
  kind = 1 AS is_sale,
  CAST(CASE WHEN kind = 1 THEN coalesce(amount, 0) ELSE 0 END AS DECIMAL(18, 4)) AS gross,
  CAST(CASE WHEN kind = 2 THEN coalesce(abs(amount), 0) ELSE 0 END AS DECIMAL(18, 4)) AS refunds
FROM identity_rows;
