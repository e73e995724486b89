-- Customers who share a history in opportunities as known at the end of $as_of. Grain: bought x last_bought x passed, ordered so. customers is a count.
-- $seen_after: only customers first seen after that day (the burn-in); NULL for all.
SELECT bought, last_bought, passed, CAST(count(*) AS BIGINT) AS customers
FROM features_opportunities_on(CAST($as_of AS DATE), $days, $months, $shift, $shifted_months, $last) JOIN features_firsts USING (customer_key)
WHERE first_day > coalesce(CAST($seen_after AS DATE), DATE '0001-01-01')
GROUP BY ALL
ORDER BY ALL;
