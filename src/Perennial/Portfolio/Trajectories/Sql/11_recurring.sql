-- Recurring revenue on the last day of each of the last $periods times 28 days, where there was any. Grain: customer_key x period (0: the as-of day); ordered so. Units: currency a month.
WITH days AS (
  SELECT CAST(period AS INTEGER) AS period, CAST($as_of AS DATE) - 28 * CAST(period AS INTEGER) AS day FROM range(0, CAST($periods AS BIGINT)) AS all_periods(period)
)
SELECT customer_key, period, CAST(sum(mrr) AS DOUBLE) AS mrr
FROM ledger_earned JOIN days ON from_day <= day AND (to_day IS NULL OR to_day > day)
GROUP BY ALL
ORDER BY customer_key, period;
