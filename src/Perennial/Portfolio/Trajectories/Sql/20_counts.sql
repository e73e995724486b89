-- Purchase days up to a day. Grain: customer_key, only who bought; ordered so. $window: days that are looked at, the day itself the last.
SELECT customer_key, CAST(count(*) AS INTEGER) AS purchases
FROM ledger_days
WHERE is_purchase AND day <= CAST($day AS DATE) AND day > CAST($day AS DATE) - CAST($window AS INTEGER)
GROUP BY customer_key
ORDER BY customer_key;
