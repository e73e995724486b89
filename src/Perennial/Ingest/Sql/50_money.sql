-- Rows and money by where they went. Grain: disposition x kind. money_in: sum of amounts above 0; money_out: sum of amounts below 0.
SELECT
  disposition, kind,
  count(*) AS n,
  CAST(coalesce(sum(amount) FILTER (amount > 0), 0) AS DOUBLE) AS money_in,
  CAST(coalesce(sum(amount) FILTER (amount < 0), 0) AS DOUBLE) AS money_out,
  count(*) FILTER (amount = 0) AS zeros,
  count(*) FILTER (amount < 0) AS negatives,
  count(*) FILTER (quantity < 0) AS negative_quantities
FROM ingest_rows
GROUP BY disposition, kind
ORDER BY disposition, kind;
