-- Dates that fit the order of the file only with day and month exchanged. Grain: one row.
-- Rows whose day is above 12 leave no doubt; where those hardly ever go back in time the file is in order, and a doubtful row belongs between its neighbours of that kind.
WITH dated AS (
  SELECT rowid AS i, day, CASE WHEN day(day) <= 12 AND day(day) <> month(day) THEN make_date(year(day), day(day), month(day)) END AS exchanged
  FROM ingest_typed WHERE day IS NOT NULL
),
certain AS (SELECT i, day, lag(day) OVER (ORDER BY i) AS previous FROM dated WHERE exchanged IS NULL),
placed AS (
  SELECT day, exchanged,
    last_value(CASE WHEN exchanged IS NULL THEN day END IGNORE NULLS) OVER (ORDER BY i) AS before,
    first_value(CASE WHEN exchanged IS NULL THEN day END IGNORE NULLS) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after
  FROM dated
)
SELECT
  count(*) FILTER (exchanged BETWEEN before AND after AND day NOT BETWEEN before AND after) AS exchanged_rows,
  (SELECT count(*) FILTER (previous IS NOT NULL) FROM certain) AS steps,
  (SELECT count(*) FILTER (day < previous) FROM certain) AS backward
FROM placed;
