-- The gaps as known at the end of $as_of, to be read as a column beside the histories. Grain: customer_key, ordered so. Unit: ln of days.
SELECT CAST(log_gaps AS DOUBLE) / 1e12 AS log_gaps
FROM features_gaps_on(CAST($as_of AS DATE))
ORDER BY customer_key;
