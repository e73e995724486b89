-- features_days: the days of the customers that are told by their purchases. All of them, unless those with subscriptions are set apart. Grain: customer_key x day.
CREATE OR REPLACE TEMP VIEW features_days AS SELECT * FROM ledger_days;
-- features_firsts: the first purchase day of every customer; no later row ever changes it. Grain: customer_key.
CREATE OR REPLACE TEMP TABLE features_firsts AS
SELECT customer_key, min(day) AS first_day FROM features_days WHERE is_purchase GROUP BY customer_key;
-- features_ledger: the days that histories and holdouts are read from. All of them, unless a sample is being read.
CREATE OR REPLACE TEMP VIEW features_ledger AS SELECT * FROM features_days;
