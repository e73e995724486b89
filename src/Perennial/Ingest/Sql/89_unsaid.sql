-- Customers all of whose subscriptions have ended without any cancellation.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (unsaid), count(*), string_agg(customer_id, chr(31) ORDER BY customer_id) FILTER (unsaid AND place <= 5)
FROM (
  SELECT customer_id, unsaid, row_number() OVER (PARTITION BY unsaid ORDER BY customer_id) AS place
  FROM (
    SELECT customer_id, count(*) FILTER (ends_on IS NULL) = 0 AND customer_id NOT IN (SELECT customer_id FROM ingest_cancellations WHERE rule = 0) AS unsaid
    FROM ingest_subscriptions WHERE rule = 0 GROUP BY customer_id
  )
);
