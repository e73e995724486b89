-- Rows and absolute amounts by currency, among rows no rule has taken. Grain: one row a currency; the one with most money first.
SELECT currency, count(*) AS n, coalesce(sum(abs({{amount}})), 0) AS money
FROM ingest_typed WHERE rule = 0
GROUP BY currency ORDER BY money DESC, n DESC, currency NULLS LAST;
