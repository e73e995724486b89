-- features_holdout_on(origin, until): what customers known at the end of origin did in (origin, until].
-- Grain: customer_key. purchases: purchase days, merged by business day like training.
-- spend: value of those days after the returns known at the end of until. net: sales less returns dated in the window.
CREATE OR REPLACE MACRO features_holdout_on(origin, until) AS TABLE
WITH known AS (
  SELECT
    ledger.customer_key,
    min(day) FILTER (is_purchase) AS first_day,
    count(*) FILTER (is_purchase AND day > origin) AS purchases,
    sum(coalesce(lowered.value, ledger.value)) FILTER (is_purchase AND day > origin) AS spend,
    sum(net) FILTER (day > origin) AS net
  FROM features_ledger AS ledger LEFT JOIN features_values(until) AS lowered USING (customer_key, day)
  WHERE day <= until
  GROUP BY ledger.customer_key
)
SELECT
  customer_key,
  CAST(purchases AS INTEGER) AS purchases,
  CAST(coalesce(spend, 0) AS DOUBLE) AS spend,
  CAST(coalesce(net, 0) AS DOUBLE) AS net
FROM known
WHERE first_day <= origin;
