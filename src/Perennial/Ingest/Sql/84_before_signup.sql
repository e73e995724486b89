-- Stretches of subscriptions that begin before their customer signed up.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (early), count(*), string_agg(subscription_id, chr(31) ORDER BY subscription_id) FILTER (early AND place <= 5)
FROM (
  SELECT subscription_id, starts_on < signed_up_on AS early, row_number() OVER (PARTITION BY starts_on < signed_up_on ORDER BY subscription_id) AS place
  FROM ingest_subscriptions AS stretch JOIN (SELECT customer_id, signed_up_on FROM ingest_customers WHERE rule = 0 AND signed_up_on IS NOT NULL) USING (customer_id)
  WHERE stretch.rule = 0
);
