-- The monthly series. Grain: calendar month, ordered so, none left out from the first row to $as_of.
-- Units: counts; DECIMAL(38,4) of the run's currency, as dated. active: customers with a purchase day. acquired: first purchase day.
WITH counted AS (
  SELECT
    year(day) * 12 + month(day) AS month,
    sum(orders) AS orders,
    sum(gross) AS gross,
    sum(net) AS net
  FROM ledger_days WHERE day <= CAST($as_of AS DATE)
  GROUP BY month
), present AS (
  SELECT month, count(*) AS active FROM portfolio_purchases WHERE opens_month GROUP BY month
), acquired AS (
  SELECT year(first_day) * 12 + month(first_day) AS month, count(*) AS customers FROM features_histories GROUP BY month
), grid AS (
  SELECT unnest(range(min(month), year(CAST($as_of AS DATE)) * 12 + month(CAST($as_of AS DATE)) + 1)) AS month FROM counted
)
SELECT
  make_date((month - 1) // 12, (month - 1) % 12 + 1, 1) AS starts,
  CAST(coalesce(orders, 0) AS BIGINT) AS orders,
  CAST(coalesce(active, 0) AS BIGINT) AS active,
  CAST(coalesce(acquired.customers, 0) AS BIGINT) AS acquired,
  CAST(coalesce(gross, 0) AS DECIMAL(38, 4)) AS gross,
  CAST(coalesce(net, 0) AS DECIMAL(38, 4)) AS net
FROM grid LEFT JOIN counted USING (month) LEFT JOIN present USING (month) LEFT JOIN acquired USING (month)
ORDER BY month;
