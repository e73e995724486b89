-- The cohort triangle. Grain: acquisition month x age in months, ordered so, no cell left out up to the month of $as_of.
-- Keys: features_histories (first purchase day) and ledger_days. Units: customers; DECIMAL(38,4) of the run's currency.
-- active: customers with a purchase day in that calendar month. revenue: net of returns as dated; what is dated before the
-- acquisition (a return of something bought before the data begin) counts at age 0.
WITH cohorts AS (
  SELECT year(first_day) * 12 + month(first_day) AS cohort, count(*) AS size FROM features_histories GROUP BY cohort
), cells AS (
  SELECT
    year(first_day) * 12 + month(first_day) AS cohort,
    greatest(year(day) * 12 + month(day) - (year(first_day) * 12 + month(first_day)), 0) AS age,
    count(DISTINCT customer_key) FILTER (is_purchase) AS active,
    sum(net) AS revenue
  FROM ledger_days JOIN features_histories USING (customer_key)
  WHERE day <= CAST($as_of AS DATE)
  GROUP BY cohort, age
), grid AS (
  SELECT cohort, size, CAST(unnest(range(year(CAST($as_of AS DATE)) * 12 + month(CAST($as_of AS DATE)) - cohort + 1)) AS INTEGER) AS age FROM cohorts
)
SELECT
  make_date((cohort - 1) // 12, (cohort - 1) % 12 + 1, 1) AS month,
  CAST(size AS BIGINT) AS size,
  age,
  CAST(coalesce(active, 0) AS BIGINT) AS active,
  CAST(coalesce(revenue, 0) AS DECIMAL(38, 4)) AS revenue
FROM grid LEFT JOIN cells USING (cohort, age)
ORDER BY cohort, age;
