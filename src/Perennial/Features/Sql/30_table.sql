-- features_histories: features_histories_on, kept for one day.
-- Grain: customer_key, ordered so. Parameter $as_of: DATE. Units: days, currency.
CREATE OR REPLACE TABLE features_histories AS
SELECT * FROM features_histories_on(CAST($as_of AS DATE))
ORDER BY customer_key;
