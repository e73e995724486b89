-- The histories in opportunities as known at the end of $as_of, to be read as columns beside the histories. Grain: customer_key, ordered so.
SELECT bought, last_bought, passed
FROM features_opportunities_on(CAST($as_of AS DATE), $days, $months, $shift, $shifted_months, $last)
ORDER BY customer_key;
