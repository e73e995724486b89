-- valuation_exposures: how much customers were there for costs to be of, in whole months before a day that bookings cover (all months, where nothing is booked). Working table. Grain: customer_key x month; ordered so.
-- Units: exposure in active months (of customers with subscriptions: the share of the month's days with one in force) or in purchase days (of all others).
-- months: the first day of each; segment: the customer's, '' where none is known.
CREATE OR REPLACE TEMP TABLE valuation_exposures AS
WITH booked AS (
  SELECT min(from_day) AS first, max(to_day) AS until FROM ledger_cost_bookings
), covered AS (
  SELECT
    CAST(date_trunc('month', coalesce(booked.first, (SELECT min(day) FROM ledger_days))) AS DATE) AS first,
    least(CAST(date_trunc('month', coalesce(booked.until, CAST($until AS DATE))) AS DATE), CAST($until AS DATE)) AS until
  FROM booked
), window_months AS (
  SELECT CAST(unnest(generate_series(greatest(first, CAST($from AS DATE)), until - 1, INTERVAL 1 MONTH)) AS DATE) AS month FROM covered WHERE until > greatest(first, CAST($from AS DATE))
), active AS (
  SELECT customer_key, month,
    (max(least(coalesce(to_day, month + 31), CAST(month + INTERVAL 1 MONTH AS DATE))) - min(greatest(from_day, month))) / CAST(CAST(month + INTERVAL 1 MONTH AS DATE) - month AS DOUBLE) AS exposure
  FROM ledger_recurring JOIN window_months ON from_day < CAST(month + INTERVAL 1 MONTH AS DATE) AND (to_day IS NULL OR to_day > month)
  WHERE status = 'active'
  GROUP BY customer_key, month
), bought AS (
  SELECT customer_key, window_months.month, CAST(count(*) AS DOUBLE) AS exposure
  FROM ledger_days JOIN window_months ON CAST(date_trunc('month', day) AS DATE) = window_months.month
  WHERE is_purchase AND customer_key NOT IN (SELECT customer_key FROM ledger_recurring)
  GROUP BY customer_key, window_months.month
), segments AS (
  SELECT customer_key, min(segment) AS segment FROM identity_traits GROUP BY customer_key
)
SELECT exposed.customer_key, month, exposure, coalesce(segment, '') AS segment
FROM (SELECT * FROM active UNION ALL SELECT * FROM bought) AS exposed LEFT JOIN segments ON segments.customer_key = exposed.customer_key
WHERE exposure > 0 AND ($subscribed = (exposed.customer_key IN (SELECT customer_key FROM ledger_recurring)))
ORDER BY exposed.customer_key, month;
