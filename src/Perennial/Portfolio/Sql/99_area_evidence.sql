-- Who was still there a year after using the product more, or less, than the median of the own segment. Grain: signal x segment. Customers there on the landmark 364 days before
-- the as-of day and of whom the signal was known; stayed: recurring revenue on the as-of day and no day of leaving between.
WITH there AS (
  SELECT customer_key, day, coalesce(segment, '') AS segment, use_days_28d, features_used_8w, seat_utilisation FROM features_signals_all WHERE landmark = 13 AND active
), signals AS (
  SELECT customer_key, day, segment, 'usage' AS signal, use_days_28d AS value FROM there
  UNION ALL SELECT customer_key, day, segment, 'adoption', features_used_8w FROM there
  UNION ALL SELECT customer_key, day, segment, 'engagement', seat_utilisation FROM there
), halves AS (
  SELECT *, value > median(value) OVER (PARTITION BY signal, segment) AS more FROM signals WHERE value IS NOT NULL
), outcomes AS (
  SELECT customer_key, sum(amount) > 0 AND NOT bool_or(starts_with(kind, 'churn') AND movement.day > there.day) AS stayed
  FROM ledger_movements AS movement JOIN there USING (customer_key) GROUP BY customer_key
)
SELECT signal, segment, count(*) FILTER (more), count(*) FILTER (more AND stayed), count(*) FILTER (NOT more), count(*) FILTER (NOT more AND stayed)
FROM halves JOIN outcomes USING (customer_key)
GROUP BY signal, segment
ORDER BY signal, segment;
