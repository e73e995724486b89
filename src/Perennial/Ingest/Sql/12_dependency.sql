-- Does a determine b in ingest_sample? Grain: one row: values of a with more than one row, and those of them with a single b.
SELECT count(*) AS groups, count(*) FILTER (low = high) AS single
FROM (
  SELECT {{a}} AS a, count(*) AS n, min({{b}}) AS low, max({{b}}) AS high
  FROM ingest_sample
  WHERE {{a}} IS NOT NULL AND {{b}} IS NOT NULL
  GROUP BY 1
)
WHERE n > 1;
