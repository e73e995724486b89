-- Stretches that begin before the one before them, of the same subscription, has ended. Rows that were replaced do not count.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (overlap), count(*), string_agg(subscription_id, chr(31) ORDER BY subscription_id) FILTER (overlap AND place <= 5)
FROM (
  SELECT subscription_id, overlap, row_number() OVER (PARTITION BY overlap ORDER BY subscription_id) AS place
  FROM (
    SELECT subscription_id, coalesce(starts_on < max(coalesce(ends_on, DATE '9999-01-01')) OVER (PARTITION BY subscription_id ORDER BY starts_on, rowid ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS overlap
    FROM ingest_subscriptions WHERE rule = 0 AND superseded_at IS NULL
  )
);
