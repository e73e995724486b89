-- How many customers bought again on each day by the end of $as_of, of those whose key is a multiple of $step: what shows whether purchases keep to dates.
-- Grain: day, ordered so. purchases is a count.
SELECT day, CAST(count(*) AS BIGINT) AS purchases
FROM features_days JOIN features_firsts USING (customer_key)
WHERE is_purchase AND day > first_day AND day <= CAST($as_of AS DATE) AND customer_key % $step = 0
GROUP BY day
ORDER BY day;
