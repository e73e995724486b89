-- Traits of customers at sign-up, as known on the as-of day, in words. Grain: customer_key; ordered so. An empty trait is left out.
SELECT
  customer_key,
  concat_ws(', ', nullif(any_value(segment ORDER BY segment), ''), nullif(any_value(channel ORDER BY channel), ''), nullif(any_value(country ORDER BY country), '')) AS traits
FROM identity_traits
WHERE (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $as_of)
GROUP BY customer_key
ORDER BY customer_key;
