-- Exact duplicates: rows whose every column, as found, equals an earlier row's. Grain: one row.
-- The hashes that occur twice are found first, alone: carrying money along for every row would double the work.
WITH twice AS (SELECT row_hash FROM ingest_typed GROUP BY row_hash HAVING count(*) > 1)
SELECT coalesce(sum(n - 1), 0)::BIGINT AS extra, count(*) AS groups, CAST(coalesce(sum((n - 1) * money), 0) AS DOUBLE) AS money
FROM (SELECT row_hash, count(*) AS n, {{money}} AS money FROM ingest_typed SEMI JOIN twice USING (row_hash) GROUP BY row_hash);
