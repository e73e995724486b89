-- ledger_refunds: returns that lower the value of earlier purchase days, once known (on their own day, never before).
-- Grain: customer_key x day (of the return) x purchase_day; ordered so. Units: currency, positive.
-- purchase_day: the order's day where the return names an order (rule R2), up to what that day is worth;
--   NULL where it lowers all earlier purchases of the customer in proportion (rule R3): returns beyond their own day's
--   sales, and what a named return takes beyond its order's day.
CREATE OR REPLACE TABLE ledger_refunds AS
WITH running AS (
  SELECT
    named.*,
    coalesce(days.value, 0) AS value,
    sum(amount) OVER (PARTITION BY named.customer_key, purchase_day ORDER BY named.day) AS up_to
  FROM ledger_named AS named LEFT JOIN ledger_days AS days
    ON days.customer_key = named.customer_key AND days.day = named.purchase_day
), split AS (
  SELECT customer_key, day, purchase_day, least(up_to, value) - least(up_to - amount, value) AS taken, amount FROM running
), parts AS (
  SELECT customer_key, day, purchase_day, taken AS amount FROM split
  UNION ALL
  SELECT customer_key, day, NULL, amount - taken FROM split
  UNION ALL
  SELECT customer_key, day, NULL, excess FROM ledger_days WHERE excess > 0
)
SELECT customer_key, day, purchase_day, CAST(sum(amount) AS DECIMAL(18, 4)) AS amount
FROM parts
GROUP BY ALL
HAVING sum(amount) > 0
ORDER BY customer_key, day, purchase_day NULLS LAST;
