-- What accounts have in common: industry, channel of acquisition, reseller. Grain: customer_key; ordered so. NULL where not known; spelling and case do not tell apart.
SELECT customer_key, nullif(lower(trim(min(industry))), '') AS industry, nullif(lower(trim(min(channel))), '') AS channel, nullif(lower(trim(min(reseller))), '') AS reseller
FROM identity_traits WHERE superseded_at IS NULL GROUP BY customer_key ORDER BY customer_key;
