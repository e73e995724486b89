-- The mean gaps of customers who share a history as known at the end of $as_of, beside 50_groups: what fitting a model of regular buying needs too.
-- Grain: frequency x recency_days x t_days, ordered so. Unit: ln of days. $seen_after: only customers first seen after that day; NULL for all.
SELECT CAST(sum(log_gaps) AS DOUBLE) / count(*) / 1e12 AS log_gaps
FROM features_histories_on(CAST($as_of AS DATE)) JOIN features_gaps_on(CAST($as_of AS DATE)) USING (customer_key)
WHERE first_day > coalesce(CAST($seen_after AS DATE), DATE '0001-01-01')
GROUP BY frequency, recency_days, t_days
ORDER BY frequency, recency_days, t_days;
