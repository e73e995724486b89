-- Exact duplicates: rows whose every column, as found, equals an earlier row's. Grain: one row.
-- Equal rows are of one customer and day, so only rows that share theirs are looked at (ingest_shared).
SELECT coalesce(sum(n - 1), 0)::BIGINT AS extra, count(*) AS groups, CAST(coalesce(sum((n - 1) * money), 0) AS DOUBLE) AS money
FROM (
  SELECT count(*) AS n, {{money}} AS money
  FROM ingest_typed SEMI JOIN ingest_shared ON hash(customer_id, day) = customer_day
  GROUP BY row_hash
  HAVING count(*) > 1
);
