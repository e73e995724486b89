-- training_value: money to come, sales less refunds. Grain: customer_key of the as-of day. Units: the run's currency; chance from 0 to 1.
-- amount: expected if anything is paid. low, high: 80 % interval, calibrated on earlier landmarks.
CREATE OR REPLACE TEMP TABLE training_value (
  customer_key INTEGER NOT NULL, horizon_days INTEGER NOT NULL, chance DOUBLE NOT NULL, amount DOUBLE NOT NULL, expected DOUBLE NOT NULL, low DOUBLE NOT NULL, high DOUBLE NOT NULL
);
