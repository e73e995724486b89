-- portfolio_gaps: from one purchase day to the customer's next. Grain: customer_key x purchase day but the first. Units: days.
-- same_value: both days are worth the same positive amount (after returns of the same day); NULL where neither has an amount.
CREATE OR REPLACE TEMP TABLE portfolio_gaps AS
SELECT
  customer_key,
  CAST(day - before AS INTEGER) AS gap,
  CASE WHEN value > 0 OR value_before > 0 THEN value = value_before END AS same_value
FROM (
  SELECT
    customer_key,
    day,
    value,
    lag(day) OVER (PARTITION BY customer_key ORDER BY day) AS before,
    lag(value) OVER (PARTITION BY customer_key ORDER BY day) AS value_before
  FROM ledger_days
  WHERE is_purchase AND day <= CAST($as_of AS DATE)
) AS pairs
WHERE before IS NOT NULL;
