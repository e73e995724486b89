-- What customers who began in one quarter pay later. Grain: quarter x age in months since each one's own first month; ordered so. Units: DECIMAL(18,4) of the run's currency a month.
-- first: at the end of the first month; level: at the end of the month of that age; capped: at most the first, customer by customer. Ages that not all of the quarter have lived through are left out,
-- and so are customers who had nothing at the end of their first month.
WITH moved AS (
  SELECT customer_key, day, amount, min(day) OVER (PARTITION BY customer_key) AS began FROM ledger_movements WHERE day <= $as_of
), aged AS (
  SELECT customer_key, CAST(date_trunc('month', began) AS DATE) AS month, datediff('month', began, day) AS age, sum(amount) AS amount FROM moved GROUP BY ALL
), firsts AS (
  SELECT customer_key, month, amount AS first FROM aged WHERE age = 0 AND amount > 0
), lived AS (
  SELECT customer_key, month, first, unnest(range(datediff('month', month, CAST($as_of AS DATE) + 1))) AS age FROM firsts
), levels AS (
  SELECT lived.*, sum(coalesce(aged.amount, 0)) OVER (PARTITION BY lived.customer_key ORDER BY lived.age) AS level
  FROM lived LEFT JOIN aged ON aged.customer_key = lived.customer_key AND aged.age = lived.age
), cohorts AS (
  SELECT CAST(date_trunc('quarter', month) AS DATE) AS quarter, count(*) AS customers FROM firsts GROUP BY 1
)
SELECT
  quarter, CAST(age AS INTEGER) AS age, any_value(cohorts.customers) AS customers,
  CAST(sum(first) AS DECIMAL(18, 4)) AS first, CAST(sum(level) AS DECIMAL(18, 4)) AS level, CAST(sum(least(level, first)) AS DECIMAL(18, 4)) AS capped, count(*) FILTER (level > 0) AS paying
FROM levels JOIN cohorts ON cohorts.quarter = date_trunc('quarter', month)
GROUP BY quarter, age
HAVING count(*) = any_value(cohorts.customers)
ORDER BY quarter, age;
