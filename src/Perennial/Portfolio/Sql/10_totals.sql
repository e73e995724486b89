-- The whole of the ledger up to the end of $as_of. One row. Units: counts; DECIMAL(38,4) of the run's currency.
-- customers: everyone with a used row; buyers: those with a purchase day. A customer's days follow one another in ledger_days.
SELECT
  count(*) FILTER (opens) AS customers,
  (SELECT count(*) FROM features_histories) AS buyers,
  CAST(coalesce(sum(orders), 0) AS BIGINT) AS orders,
  CAST(coalesce(sum(gross), 0) AS DECIMAL(38, 4)) AS gross,
  CAST(coalesce(sum(refunds), 0) AS DECIMAL(38, 4)) AS refunds,
  min(day) AS first_day,
  max(day) FILTER (orders > 0) AS last_day
FROM (
  SELECT orders, gross, refunds, day, customer_key IS DISTINCT FROM lag(customer_key) OVER () AS opens
  FROM ledger_days
  WHERE day <= CAST($as_of AS DATE)
) AS days;
