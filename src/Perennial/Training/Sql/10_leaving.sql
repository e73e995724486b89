-- training_leaving: chances of leaving by signals alone; those of the scores hear the law of contracts too, or only it. Grain: customer_key with a running subscription on the as-of day, horizon_days. Units: chance from 0 to 1, calibrated.
CREATE OR REPLACE TEMP TABLE training_leaving (customer_key INTEGER NOT NULL, horizon_days INTEGER NOT NULL, chance DOUBLE NOT NULL);
