-- ledger_lines: the same columns for logs that name no order, where every row is a line and every sale an order.
-- Grain: row of identity_rows; a view, since grouping by order would group nothing. Units as in 10_order_lines.sql.
CREATE OR REPLACE TEMP VIEW ledger_lines AS
SELECT
  customer_key,
  day,
  CAST(NULL AS UBIGINT) AS order_key,
  CAST(kind = 1 AS INTEGER) AS orders,
  CAST(CASE WHEN kind = 1 THEN coalesce(amount, 0) ELSE 0 END AS DECIMAL(18, 4)) AS gross,
  CAST(CASE WHEN kind = 2 THEN coalesce(abs(amount), 0) ELSE 0 END AS DECIMAL(18, 4)) AS refunds
FROM identity_rows;
