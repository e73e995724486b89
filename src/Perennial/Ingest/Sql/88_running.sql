-- Cancellations of customers of whom a paid stretch that began before them has no end.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (running), count(*), string_agg(cancellation_id, chr(31) ORDER BY cancellation_id) FILTER (running AND place <= 5)
FROM (
  SELECT cancellation_id, running, row_number() OVER (PARTITION BY running ORDER BY cancellation_id) AS place
  FROM (
    SELECT cancellation_id, count(stretch.subscription_id) > 0 AS running
    FROM ingest_cancellations AS cancellation LEFT JOIN (
      SELECT customer_id, subscription_id, starts_on FROM ingest_subscriptions
      WHERE rule = 0 AND ends_on IS NULL AND coalesce(status, 'active') <> 'trial' AND NOT coalesce(trial, false)
    ) AS stretch ON stretch.customer_id = cancellation.customer_id AND stretch.starts_on <= cancellation.cancelled_on
      AND stretch.subscription_id = coalesce(cancellation.subscription_id, stretch.subscription_id)
    WHERE cancellation.rule = 0
    GROUP BY cancellation_id
  )
);
