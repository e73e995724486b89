-- portfolio_presets: see 85_preset_customers. Grain: preset x customer_key. Units: DECIMAL(18,4) of the run's currency a month.
CREATE OR REPLACE TEMP TABLE portfolio_presets (
  preset VARCHAR NOT NULL, customer_key INTEGER NOT NULL, mrr DECIMAL(18, 4) NOT NULL, opening DECIMAL(18, 4) NOT NULL, counted DECIMAL(18, 4) NOT NULL, won BOOLEAN NOT NULL);
