-- Customers whom two presets count differently, under their ids. Grain: customer_id; ordered so (ordinal). Units: DECIMAL(18,4) of the run's currency a month.
CREATE OR REPLACE TEMP VIEW reports_presets AS
SELECT customer_id, differs.* EXCLUDE (customer_key)
FROM portfolio_preset_differences AS differs JOIN identity_customers USING (customer_key)
ORDER BY customer_id;
