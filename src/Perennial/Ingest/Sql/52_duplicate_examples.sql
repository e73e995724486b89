-- Up to five rows that occur more than once. Grain: distinct row, the most frequent first.
SELECT coalesce(any_value(customer_id), '(no customer)') AS customer_id, any_value(day) AS day, count(*) AS n, {{amount}} AS amount
FROM ingest_typed SEMI JOIN ingest_shared ON hash(customer_id, day) = customer_day
WHERE rule <> 1
GROUP BY row_hash HAVING count(*) > 1
ORDER BY n DESC, min(rowid) LIMIT 5;
