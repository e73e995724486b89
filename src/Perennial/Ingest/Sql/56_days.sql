-- Used rows by day. Grain: one row a day, in order.
SELECT day, count(*) AS n FROM ingest_rows WHERE disposition = 0 GROUP BY day ORDER BY day;
