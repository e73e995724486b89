-- Day or month first? Grain: one row: rows whose first part can only be a day, rows whose second part can only be a day, and the order of the file under each reading.
WITH part AS (
  SELECT v, regexp_extract_all(v, '\d+') AS p
  FROM (SELECT {{clean}} AS v FROM {{relation}} AS source)
  WHERE {{shape}}
),
number AS (SELECT v, try_cast(p[1] AS INTEGER) AS a, try_cast(p[2] AS INTEGER) AS b, try_cast(p[3] AS INTEGER) AS y FROM part),
steps AS (
  SELECT v, a, b,
    y * 10000 + b * 100 + a AS day_first,
    y * 10000 + a * 100 + b AS month_first,
    row_number() OVER () AS i
  FROM number
)
SELECT
  count(*) FILTER (a > 12 AND b <= 12) AS only_day_first,
  count(*) FILTER (b > 12 AND a <= 12) AS only_month_first,
  count(*) FILTER (a <= 12 AND b <= 12) AS either,
  count(*) FILTER (a <> b AND day_first >= day_before) AS day_first_rising,
  count(*) FILTER (a <> b AND month_first >= month_before) AS month_first_rising,
  count(*) FILTER (a <> b AND day_before IS NOT NULL) AS steps,
  count(*) FILTER (contains(v, '.')) AS dotted,
  count(*) FILTER (a <= 12 AND b <= 12 AND a <> b) AS differ
FROM (SELECT *, lag(day_first) OVER (ORDER BY i) AS day_before, lag(month_first) OVER (ORDER BY i) AS month_before FROM steps);
