-- portfolio_purchases: a customer's purchase day beside the one before. Working table, dropped by the stage. Grain: customer_key x purchase day.
-- ledger_days is ordered by customer and day (Ledger checks it), so the row before is the customer's day before; no sort is needed.
-- month: year x 12 + month. gap: days since the customer's purchase day before; NULL for the first.
-- same_value: both days are worth the same positive amount (after returns of the same day); NULL where neither has an amount.
-- opens_month: the customer's first purchase day of that month.
CREATE OR REPLACE TEMP TABLE portfolio_purchases AS
SELECT
  customer_key,
  month,
  CASE WHEN again THEN CAST(day - before AS INTEGER) END AS gap,
  CASE WHEN again AND (value > 0 OR value_before > 0) THEN value = value_before END AS same_value,
  NOT (again AND month = year(before) * 12 + month(before)) AS opens_month
FROM (
  SELECT
    customer_key,
    day,
    value,
    CAST(year(day) * 12 + month(day) AS INTEGER) AS month,
    coalesce(customer_key = lag(customer_key) OVER (), false) AS again,
    lag(day) OVER () AS before,
    lag(value) OVER () AS value_before
  FROM ledger_days
  WHERE is_purchase AND day <= CAST($as_of AS DATE)
) AS pairs;
