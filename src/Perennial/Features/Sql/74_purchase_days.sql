-- The purchase days of some customers as known at the end of $as_of, of those whose key is a multiple of $step: what seasons are found in.
-- Grain: customer_key x day, ordered so.
SELECT customer_key, day
FROM features_days
WHERE is_purchase AND day <= CAST($as_of AS DATE) AND customer_key % $step = 0
ORDER BY customer_key, day;
