-- features_days without the customers of features_apart: those with subscriptions, who are told by their contracts. Grain: customer_key x day.
CREATE OR REPLACE TEMP VIEW features_days AS SELECT * FROM ledger_days ANTI JOIN features_apart USING (customer_key);
-- features_firsts, features_ledger: as before, of these.
CREATE OR REPLACE TEMP TABLE features_firsts AS
SELECT customer_key, min(day) AS first_day FROM features_days WHERE is_purchase GROUP BY customer_key;
CREATE OR REPLACE TEMP VIEW features_ledger AS SELECT * FROM features_days;
