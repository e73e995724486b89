-- Into ledger_sums, from the lines. Grain: customer_key x day, ordered so. A line that has its day for itself is the day's sum as it is.
INSERT INTO ledger_sums
WITH sums AS (
  SELECT customer_key, day, orders, gross, refunds FROM ledger_lines WHERE NOT shared
  UNION ALL
  SELECT
    customer_key,
    day,
    CAST(sum(orders) AS INTEGER),
    CAST(sum(gross) AS DECIMAL(18, 4)),
    CAST(sum(refunds) AS DECIMAL(18, 4))
  FROM ledger_lines WHERE shared
  GROUP BY customer_key, day
), named AS (
  SELECT customer_key, day, sum(amount) AS amount FROM ledger_named GROUP BY customer_key, day
)
SELECT sums.*, CAST(refunds - coalesce(named.amount, 0) AS DECIMAL(18, 4)) AS same_day
FROM sums LEFT JOIN named USING (customer_key, day)
ORDER BY customer_key, day;

DROP TABLE ledger_lines;
