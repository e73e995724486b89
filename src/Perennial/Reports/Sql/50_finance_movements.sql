-- Movements of recurring revenue by month and segment, for the finance workbook. Grain: month (its first day) x segment; ordered so. Units: DOUBLE of the run's currency a month; customers as numbers.
-- Lost ones are negative. Months without a movement of a segment have no row. segment: '(none)' where nobody says it.
WITH segments AS (
  SELECT customer_key, min(segment) AS segment FROM identity_traits GROUP BY customer_key
)
SELECT
  CAST(date_trunc('month', day) AS DATE) AS month,
  coalesce(segment, '(none)') AS segment,
  CAST(coalesce(sum(amount) FILTER (kind = 'new'), 0) AS DOUBLE) AS won,
  CAST(coalesce(sum(amount) FILTER (kind = 'reactivation'), 0) AS DOUBLE) AS reactivation,
  CAST(coalesce(sum(amount) FILTER (starts_with(kind, 'expansion')), 0) AS DOUBLE) AS expansion,
  CAST(coalesce(sum(amount) FILTER (starts_with(kind, 'contraction')), 0) AS DOUBLE) AS contraction,
  CAST(coalesce(sum(amount) FILTER (starts_with(kind, 'churn')), 0) AS DOUBLE) AS churn,
  CAST(coalesce(sum(amount) FILTER (kind = 'currency'), 0) AS DOUBLE) AS currency,
  count(*) FILTER (kind IN ('new', 'reactivation')) AS customers_won,
  count(*) FILTER (starts_with(kind, 'churn')) AS customers_lost
FROM ledger_movements LEFT JOIN segments USING (customer_key)
GROUP BY ALL
ORDER BY month, segment;
