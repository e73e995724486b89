-- Purchase days of some customers with at least two gaps between them, as known at the end of $as_of: what shows how regular buying is.
-- Grain: customer_key, ordered so; those whose key is a multiple of $step. Units: days, ln of days in trillionths.
WITH gaps AS (
  SELECT customer_key, day, day - lag(day) OVER (PARTITION BY customer_key ORDER BY day) AS gap
  FROM features_days WHERE is_purchase AND day <= CAST($as_of AS DATE) AND customer_key % $step = 0
)
SELECT
  CAST(count(gap) AS INTEGER) AS frequency,
  CAST(max(day) - min(day) AS INTEGER) AS recency_days,
  CAST(sum(CAST(round(ln(gap) * 1e12) AS BIGINT)) AS DOUBLE) / 1e12 AS log_gaps
FROM gaps
GROUP BY customer_key
HAVING count(gap) >= 2
ORDER BY customer_key;
