-- Usage of a subscription before its first stretch begins.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (used_on < first_day), count(*), NULL
FROM ingest_usage JOIN (SELECT subscription_id, min(starts_on) AS first_day FROM ingest_subscriptions WHERE rule = 0 GROUP BY subscription_id) USING (subscription_id)
WHERE rule = 0;
