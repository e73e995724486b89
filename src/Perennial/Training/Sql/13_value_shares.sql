-- training_value_shares: what each family of signals adds to chance times amount, for the largest customers. Grain: customer_key, family. Units: the run's currency.
-- Exact Shapley values: association, not effect.
CREATE OR REPLACE TEMP TABLE training_value_shares (customer_key INTEGER NOT NULL, family VARCHAR NOT NULL, money DOUBLE NOT NULL);
