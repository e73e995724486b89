-- The largest sales. Grain: used row, the largest first.
SELECT customer_id, day, amount FROM ingest_rows WHERE disposition = 0 AND amount > {{high}} ORDER BY amount DESC, row_no LIMIT 5;
