-- The customer with most used rows. Grain: one row.
SELECT customer_id, count(*) AS n, CAST(coalesce(sum(amount) FILTER (amount > 0), 0) AS DOUBLE) AS money
FROM ingest_rows WHERE disposition = 0 GROUP BY customer_id ORDER BY n DESC, customer_id LIMIT 1;
