-- Readable records by day, whoever bought. Grain: one row a day, in order.
SELECT day, count(*) AS n FROM ingest_typed WHERE day IS NOT NULL AND rule NOT IN (1, 3) GROUP BY day ORDER BY day;
