-- The customer with most used rows. Grain: one row.
SELECT customer_id, used AS n, CAST(coalesce(money, 0) AS DOUBLE) AS money FROM ingest_buyers ORDER BY n DESC, customer_id LIMIT 1;
