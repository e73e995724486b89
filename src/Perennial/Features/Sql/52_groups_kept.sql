-- 50_groups for the day whose histories are kept as features_histories. Grain: frequency x recency_days x t_days, ordered so. Units: days; customers is a count.
-- $seen_after: only customers first seen after that day (the burn-in); NULL for all.
SELECT frequency, recency_days, t_days, CAST(count(*) AS BIGINT) AS customers
FROM features_histories
WHERE first_day > coalesce(CAST($seen_after AS DATE), DATE '0001-01-01')
GROUP BY ALL
ORDER BY ALL;
