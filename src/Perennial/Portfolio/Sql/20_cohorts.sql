-- The cohort triangle. Grain: acquisition month x age in months, ordered so, no cell left out up to the month of $as_of.
-- Keys: features_histories (first purchase day) and ledger_days. Units: customers; DECIMAL(38,4) of the run's currency.
-- active: customers with a purchase day in that calendar month. revenue: net of returns as dated; what is dated before the
-- acquisition (a return of something bought before the data begin) counts at age 0.
WITH firsts AS (
  SELECT customer_key, CAST(year(first_day) * 12 + month(first_day) AS INTEGER) AS cohort FROM features_histories
), sizes AS (
  SELECT cohort, count(*) AS size FROM firsts GROUP BY cohort
), money AS (
  SELECT cohort, greatest(year(day) * 12 + month(day) - cohort, 0) AS age, sum(net) AS revenue
  FROM ledger_days JOIN firsts USING (customer_key)
  WHERE day <= CAST($as_of AS DATE)
  GROUP BY ALL
), present AS (
  SELECT cohort, month - cohort AS age, count(*) AS active
  FROM portfolio_purchases JOIN firsts USING (customer_key)
  WHERE opens_month
  GROUP BY ALL
), grid AS (
  SELECT cohort, size, CAST(unnest(range(year(CAST($as_of AS DATE)) * 12 + month(CAST($as_of AS DATE)) - cohort + 1)) AS INTEGER) AS age FROM sizes
)
SELECT
  make_date((cohort - 1) // 12, (cohort - 1) % 12 + 1, 1) AS month,
  CAST(size AS BIGINT) AS size,
  age,
  CAST(coalesce(active, 0) AS BIGINT) AS active,
  CAST(coalesce(revenue, 0) AS DECIMAL(38, 4)) AS revenue
FROM grid LEFT JOIN money USING (cohort, age) LEFT JOIN present USING (cohort, age)
ORDER BY cohort, age;
