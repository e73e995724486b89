-- features_histories_on(as_of): the purchase history of every customer as known at the end of as_of.
-- Grain: customer_key; a customer exists once the first purchase day is on or before as_of.
-- frequency: repeat purchase days. recency_days: first to last purchase day. t_days: first purchase day to as_of.
-- mean_spend: mean value of the repeat purchase days, after the returns known by then; 0 without a repeat purchase.
-- orders, revenue_to_date: all days up to as_of; revenue is net of every return dated so far and may be negative.
CREATE OR REPLACE MACRO features_histories_on(as_of) AS TABLE
WITH days AS (
  SELECT
    ledger.customer_key,
    ledger.day,
    ledger.orders,
    ledger.net,
    ledger.is_purchase,
    coalesce(lowered.value, ledger.value) AS value
  FROM features_ledger AS ledger LEFT JOIN features_values(as_of) AS lowered USING (customer_key, day)
  WHERE ledger.day <= as_of
), totals AS (
  SELECT
    customer_key,
    count(*) FILTER (is_purchase) AS purchases,
    min(day) FILTER (is_purchase) AS first_day,
    max(day) FILTER (is_purchase) AS last_day,
    coalesce(sum(value) FILTER (is_purchase), 0) AS value,
    arg_min(value, day) FILTER (is_purchase) AS first_value,
    sum(orders) AS orders,
    sum(net) AS net
  FROM days
  GROUP BY customer_key
)
SELECT
  customer_key,
  CAST(purchases - 1 AS INTEGER) AS frequency,
  CAST(last_day - first_day AS INTEGER) AS recency_days,
  CAST(as_of - first_day AS INTEGER) AS t_days,
  CASE WHEN purchases = 1 THEN 0.0 ELSE CAST(value - first_value AS DOUBLE) / (purchases - 1) END AS mean_spend,
  first_day,
  last_day,
  CAST(orders AS INTEGER) AS orders,
  CAST(net AS DECIMAL(18, 4)) AS revenue_to_date
FROM totals
WHERE purchases > 0;
