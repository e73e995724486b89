-- Customers by the four weeks in which they were first seen, as known at the end of $as_of. Grain: period, ordered so, none left out.
-- period 0 begins on the first purchase day of the log; a last period that $as_of cuts short is left out.
WITH firsts AS (
  SELECT first_day FROM features_firsts WHERE first_day <= CAST($as_of AS DATE)
), origin AS (
  SELECT min(first_day) AS day FROM firsts
), counted AS (
  SELECT (first_day - origin.day) // 28 AS period, count(*) AS customers FROM firsts, origin GROUP BY period
)
SELECT CAST(coalesce(customers, 0) AS BIGINT) AS customers
FROM (SELECT unnest(range((CAST($as_of AS DATE) - day + 1) // 28)) AS period FROM origin) AS span LEFT JOIN counted USING (period)
ORDER BY period;
