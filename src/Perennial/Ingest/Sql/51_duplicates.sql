-- Exact duplicates: rows whose every column, as found, equals an earlier row's. Grain: one row.
SELECT coalesce(sum(n - 1), 0)::BIGINT AS extra, count(*) AS groups, CAST(coalesce(sum((n - 1) * money), 0) AS DOUBLE) AS money
FROM (SELECT row_hash, count(*) AS n, {{money}} AS money FROM ingest_typed GROUP BY row_hash HAVING count(*) > 1);
