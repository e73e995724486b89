-- Repeat purchases by week on both sides of $origin, by the customers known then. Grain: week, ordered so, none left out.
-- week: 1 is the first week after the origin (origin + 1 to origin + 7 days), 0 the last one before. week_ends: its last day.
-- acquired: customers first seen that week (none after the origin: those are nobody's history). spend: value after the
-- returns known at the end of $until.
WITH days AS (
  SELECT
    day,
    first_day,
    coalesce(lowered.value, features_days.value) AS value
  FROM features_days JOIN features_firsts USING (customer_key) LEFT JOIN features_values(CAST($until AS DATE)) AS lowered USING (customer_key, day)
  WHERE is_purchase AND day <= CAST($until AS DATE)
), weeks AS (
  SELECT CAST(floor((day - CAST($origin AS DATE) - 1) / 7.0) AS INTEGER) + 1 AS week, day = first_day AS is_first, value
  FROM days WHERE first_day <= CAST($origin AS DATE)
), counted AS (
  SELECT
    week,
    count(*) FILTER (NOT is_first) AS purchases,
    count(*) FILTER (is_first) AS acquired,
    sum(value) FILTER (NOT is_first) AS spend
  FROM weeks GROUP BY week
), bounds AS (
  SELECT min(week) AS low, CAST(ceil((CAST($until AS DATE) - CAST($origin AS DATE)) / 7.0) AS INTEGER) AS high FROM counted
)
SELECT
  CAST(span.week AS INTEGER) AS week,
  CAST($origin AS DATE) + CAST(span.week * 7 AS INTEGER) AS week_ends,
  CAST(coalesce(purchases, 0) AS BIGINT) AS purchases,
  CAST(coalesce(acquired, 0) AS BIGINT) AS acquired,
  CAST(coalesce(spend, 0) AS DOUBLE) AS spend
FROM (SELECT unnest(range(low, high + 1)) AS week FROM bounds WHERE low IS NOT NULL) AS span LEFT JOIN counted USING (week)
ORDER BY week;
