-- features_ledger is all days again. Grain: customer_key x day.
CREATE OR REPLACE TEMP VIEW features_ledger AS SELECT * FROM features_days;
DROP TABLE IF EXISTS features_sample_days;
DROP TABLE IF EXISTS features_sample;
