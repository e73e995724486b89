-- Is date a never later than date b in ingest_sample? Grain: one row.
SELECT count(*) AS both_known, count(*) FILTER (a <= b) AS not_later, count(*) FILTER (a >= b) AS not_earlier, count(*) FILTER (a = b) AS same
FROM (SELECT {{a}} AS a, {{b}} AS b FROM ingest_sample)
WHERE a IS NOT NULL AND b IS NOT NULL;
