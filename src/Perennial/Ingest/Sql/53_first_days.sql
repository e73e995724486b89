-- Customers by the day of their first used sale. Grain: first day, in order.
SELECT first_sale AS first_day, count(*) AS customers FROM ingest_buyers WHERE first_sale IS NOT NULL GROUP BY first_sale ORDER BY first_sale;
