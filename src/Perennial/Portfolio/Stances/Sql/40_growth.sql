-- Yearly recurring revenue of each customer on the day and a year before; without any subscription, sales less refunds of the two years. Grain: customer_key; ordered so.
-- Units: DOUBLE of the run's currency a year. subscribes: whether there ever was a subscription.
WITH recurring AS (
  SELECT customer_key,
    12 * sum(mrr) FILTER (from_day <= CAST($as_of AS DATE) AND (to_day IS NULL OR to_day > CAST($as_of AS DATE))) AS now,
    12 * sum(mrr) FILTER (from_day <= CAST($as_of AS DATE) - 365 AND (to_day IS NULL OR to_day > CAST($as_of AS DATE) - 365)) AS before
  FROM ledger_recurring WHERE status = 'active' GROUP BY customer_key
), sold AS (
  SELECT customer_key, sum(net) FILTER (day > CAST($as_of AS DATE) - 365) AS now, sum(net) FILTER (day <= CAST($as_of AS DATE) - 365) AS before
  FROM ledger_days ANTI JOIN recurring USING (customer_key) WHERE day <= CAST($as_of AS DATE) AND day > CAST($as_of AS DATE) - 730 GROUP BY customer_key
)
SELECT customer_key, CAST(coalesce(now, 0) AS DOUBLE) AS now, CAST(coalesce(before, 0) AS DOUBLE) AS before, subscribes
FROM (SELECT *, true AS subscribes FROM recurring UNION ALL SELECT *, false FROM sold) ORDER BY customer_key;
