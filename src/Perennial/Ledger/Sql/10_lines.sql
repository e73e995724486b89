-- ledger_lines: what one order did to one customer's business day. Working table, dropped by the stage.
-- Grain: customer_key x day x order_key (one line for all rows of the day that name no order).
-- Units: DECIMAL(18,4) of the run's currency. Returns count as positive refunds, whatever sign the export gave them.
-- order_key is a 64-bit hash that is only ever compared within one customer; integers group several times faster than text.
-- orders: 1 for an order with a sale; a row that names no order counts one.
-- shared: the customer's day has other rows too. identity_rows are ordered by customer and day, so the neighbours tell; a row that has
-- its day for itself is a line as it is, and only shared days are grouped.
CREATE OR REPLACE TEMP TABLE ledger_lines AS
WITH marked AS MATERIALIZED (
  SELECT
    customer_key,
    day,
    CASE WHEN order_id IS NULL THEN NULL ELSE hash(order_id) END AS order_key,
    kind = 1 AS is_sale,
    CAST(CASE WHEN kind = 1 THEN coalesce(amount, 0) ELSE 0 END AS DECIMAL(18, 4)) AS gross,
    CAST(CASE WHEN kind = 2 THEN coalesce(abs(amount), 0) ELSE 0 END AS DECIMAL(18, 4)) AS refunds,
    coalesce(customer_key = lag(customer_key) OVER () AND day = lag(day) OVER (), false)
      OR coalesce(customer_key = lead(customer_key) OVER () AND day = lead(day) OVER (), false) AS shared
  FROM identity_rows
), grouped AS (
  SELECT
    customer_key,
    day,
    order_key,
    count(*) FILTER (is_sale) AS sales,
    sum(gross) AS gross,
    sum(refunds) AS refunds
  FROM marked WHERE shared
  GROUP BY customer_key, day, order_key
)
SELECT customer_key, day, order_key, CAST(is_sale AS INTEGER) AS orders, gross, refunds, shared
FROM marked WHERE NOT shared
UNION ALL
SELECT
  customer_key,
  day,
  order_key,
  CAST(CASE WHEN order_key IS NULL THEN sales ELSE least(sales, 1) END AS INTEGER),
  CAST(gross AS DECIMAL(18, 4)),
  CAST(refunds AS DECIMAL(18, 4)),
  true
FROM grouped;
