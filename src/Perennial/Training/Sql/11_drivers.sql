-- training_drivers: what goes most with a customer's chance of leaving within the main horizon: association, not effect. Grain: customer_key, place (1 is the largest).
-- value: the signal's, NULL where not known. contribution: exact Shapley value in the model's unit; above 0 goes with leaving.
CREATE OR REPLACE TEMP TABLE training_drivers (customer_key INTEGER NOT NULL, place INTEGER NOT NULL, feature VARCHAR NOT NULL, value DOUBLE, contribution DOUBLE NOT NULL);
