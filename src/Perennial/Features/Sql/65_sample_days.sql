-- features_ledger while a sample is read: the days of its customers. Grain: customer_key x day.
CREATE OR REPLACE TEMP TABLE features_sample_days AS SELECT * FROM features_days SEMI JOIN features_sample USING (customer_key);
CREATE OR REPLACE TEMP VIEW features_ledger AS SELECT * FROM features_sample_days;
