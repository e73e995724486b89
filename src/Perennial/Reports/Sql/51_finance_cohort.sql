-- What customers with recurring revenue at the opening of a year pay at its closing, by segment. Grain: segment; ordered so. Units: DOUBLE of the run's currency a month; customers as numbers.
-- counted: what is paid at the closing, none of those who left between where they may not come back into the cohort ($back). kept: of it, at most what was paid at the opening.
-- serve: cost to serve and retention of the segment's customers from the month of $from_day on.
WITH segments AS (
  SELECT customer_key, coalesce(min(segment), '(none)') AS segment FROM identity_traits GROUP BY customer_key
), levels AS (
  SELECT customer_key,
    CAST(coalesce(sum(amount) FILTER (day < $from_day), 0) AS DECIMAL(18, 4)) AS opening,
    CAST(sum(amount) AS DECIMAL(18, 4)) AS closing,
    bool_or(day >= $from_day AND starts_with(kind, 'churn')) AS left_between
  FROM ledger_movements WHERE day <= $to_day GROUP BY customer_key
), cohort AS (
  SELECT coalesce(segment, '(none)') AS segment, opening, closing, CASE WHEN left_between AND NOT $back THEN 0 ELSE closing END AS counted
  FROM levels LEFT JOIN segments USING (customer_key)
), served AS (
  SELECT coalesce(segment, '(none)') AS segment, sum(serve + retention) AS serve
  FROM ledger_contribution LEFT JOIN segments USING (customer_key) WHERE month >= date_trunc('month', CAST($from_day AS DATE)) AND month <= $to_day GROUP BY 1
)
SELECT
  cohort.segment,
  CAST(coalesce(sum(opening) FILTER (opening > 0), 0) AS DOUBLE) AS opening,
  count(*) FILTER (opening > 0) AS customers,
  count(*) FILTER (opening > 0 AND counted <= 0) AS lost,
  CAST(coalesce(sum(counted) FILTER (opening > 0), 0) AS DOUBLE) AS counted,
  CAST(coalesce(sum(least(opening, counted)) FILTER (opening > 0), 0) AS DOUBLE) AS kept,
  count(*) FILTER (closing > 0) AS customers_now,
  CAST(coalesce(sum(closing) FILTER (closing > 0), 0) AS DOUBLE) AS mrr_now,
  CAST(coalesce(any_value(serve), 0) AS DOUBLE) AS serve
FROM cohort LEFT JOIN served ON served.segment = cohort.segment
GROUP BY cohort.segment
ORDER BY cohort.segment;
