-- What subscriptions cost, where nothing else says what was sold. Grain: one billing period of a stretch, on its first day. Units: amount in `currency`.
-- A last period that is cut short costs its share of days. Bills go up to the last day anything was seen: the end of a period that was paid for in advance is no sight of it.
WITH paid AS (
  SELECT *, rowid AS position, greatest(coalesce(amount, mrr * coalesce(billing_months, 1)) - CASE WHEN amount IS NULL THEN 0 ELSE coalesce(discount, 0) END, 0) AS price, CAST(coalesce(billing_months, 1) AS INTEGER) AS months
  FROM ingest_subscriptions WHERE rule = 0 AND superseded_at IS NULL AND coalesce(status, 'active') = 'active' AND NOT coalesce(trial, false) AND NOT coalesce(metered, false)
), bounds AS (
  SELECT max(day) AS last_day FROM (SELECT day FROM ingest_seen)
), periods AS (
  SELECT paid.*, CAST(unnest(generate_series(starts_on, least(coalesce(ends_on - 1, last_day), last_day), to_months(months))) AS DATE) AS from_day FROM paid, bounds
)
SELECT file_no, position, customer_id, CAST(from_day AS TIMESTAMP) AS occurred,
  CAST(CASE WHEN ends_on < CAST(from_day + to_months(months) AS DATE) THEN price * (ends_on - from_day) / (CAST(from_day + to_months(months) AS DATE) - from_day) ELSE price END AS DECIMAL(18, 4)) AS amount,
  CAST(NULL AS VARCHAR) AS order_id, coalesce(product_id, plan) AS product_id, quantity, currency, 0 AS rule
FROM periods WHERE price > 0
