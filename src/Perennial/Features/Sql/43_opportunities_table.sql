-- features_opportunities: the histories in opportunities, kept for one day beside features_histories. Grain: customer_key, ordered so.
CREATE OR REPLACE TABLE features_opportunities AS
SELECT * FROM features_opportunities_on(CAST($as_of AS DATE), $days, $months, $shift, $shifted_months, $last)
ORDER BY customer_key;
