-- grain: one row a customer, in the order of customer_id (ordinal); key: customer_id
-- units: frequency in purchase days after the first; recency and t in the run's time unit; money in currency; probabilities 0 to 1; percentile 0 to 100
-- NULL in a value column: abstained, or the log has no amounts
CREATE OR REPLACE TEMP TABLE reports_scores (
  customer_id VARCHAR NOT NULL,
  first_purchase DATE NOT NULL,
  last_purchase DATE NOT NULL,
  orders INTEGER NOT NULL,
  revenue_to_date DECIMAL(18, 4),
  frequency INTEGER NOT NULL,
  recency DOUBLE,
  t DOUBLE,
  mean_spend DOUBLE,
  p_alive DOUBLE,
  p_zero DOUBLE,
  expected_orders DOUBLE,
  expected_spend DOUBLE,
  clv DOUBLE,
  clv_p50 DOUBLE,
  clv_p10 DOUBLE,
  clv_p90 DOUBLE,
  clv_p025 DOUBLE,
  clv_p975 DOUBLE,
  percentile DOUBLE,
  quality VARCHAR NOT NULL
);
