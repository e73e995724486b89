-- Customers with a cancellation who are not flagged as gone.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (odd), count(*) FILTER (cancelled), string_agg(customer_id, chr(31) ORDER BY customer_id) FILTER (odd AND place <= 5)
FROM (
  SELECT customer_id, cancelled, cancelled AND NOT flagged AS odd, row_number() OVER (PARTITION BY cancelled AND NOT flagged ORDER BY customer_id) AS place
  FROM (
    SELECT customer_id, coalesce(list_contains(['true', 't', 'yes', 'y', '1'], lower(trait_churn_flag)), false) AS flagged,
      customer_id IN (SELECT customer_id FROM ingest_cancellations WHERE rule = 0) AS cancelled
    FROM ingest_customers WHERE rule = 0
  )
);
