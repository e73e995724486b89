-- Net revenue of used rows by month. Grain: month (yyyy-MM), in order.
SELECT strftime(day, '%Y-%m') AS month, CAST(coalesce(sum(amount), 0) AS DECIMAL(18, 4)) AS net
FROM ingest_rows WHERE disposition = 0 GROUP BY month ORDER BY month;
