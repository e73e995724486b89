-- Usage of a subscription after its last stretch has ended.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (used_on >= last_day), count(*), NULL
FROM ingest_usage JOIN (SELECT subscription_id, max(coalesce(ends_on, DATE '9999-01-01')) AS last_day FROM ingest_subscriptions WHERE rule = 0 GROUP BY subscription_id) USING (subscription_id)
WHERE rule = 0;
