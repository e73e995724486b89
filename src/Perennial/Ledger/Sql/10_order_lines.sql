-- ledger_lines: what one order did to one customer's business day, for logs that name orders. Working table, dropped by the stage.
-- Grain: customer_key x day x order_key (one line for all rows of the day that name no order).
-- Units: DECIMAL(18,4) of the run's currency. Returns count as positive refunds, whatever sign the export gave them.
-- order_key is a 64-bit hash that is only ever compared within one customer; integers group several times faster than text.
-- orders: 1 for an order with a sale; a row that names no order counts one.
CREATE OR REPLACE TEMP TABLE ledger_lines AS
WITH lines AS (
  SELECT
    customer_key,
    day,
    CASE WHEN order_id IS NULL THEN NULL ELSE hash(order_id) END AS order_key,
    count(*) FILTER (kind = 1) AS sales,
    sum(amount) FILTER (kind = 1) AS gross,
    sum(abs(amount)) FILTER (kind = 2) AS refunds
  FROM identity_rows
  GROUP BY ALL
)
SELECT
  customer_key,
  day,
  order_key,
  CAST(CASE WHEN order_key IS NULL THEN sales ELSE least(sales, 1) END AS INTEGER) AS orders,
  CAST(coalesce(gross, 0) AS DECIMAL(18, 4)) AS gross,
  CAST(coalesce(refunds, 0) AS DECIMAL(18, 4)) AS refunds
FROM lines;
