-- features_signals: what was known of each customer on the as-of day. Grain: customer_key; ordered so. Units: those of the catalogue of signals. NULL: missing.
-- active: a subscription runs; NULL for customers who never had one. segment: whom the customer is compared with.
CREATE OR REPLACE TABLE features_signals AS
SELECT * EXCLUDE (point_no, landmark) FROM features_signals_all WHERE landmark = 0 ORDER BY customer_key;
