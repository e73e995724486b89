-- grain: one row a customer of the scores. Key: customer_id. Units: points of 10, NULL where not known.
CREATE OR REPLACE TEMP TABLE reports_factors (
  customer_id VARCHAR NOT NULL,
  score DOUBLE,
  usage_patterns DOUBLE,
  feature_adoption DOUBLE,
  support_tickets DOUBLE,
  payment_history DOUBLE,
  engagement DOUBLE,
  expansion_interest DOUBLE,
  adds_usage_patterns DOUBLE,
  adds_feature_adoption DOUBLE,
  adds_support_tickets DOUBLE,
  adds_payment_history DOUBLE,
  adds_engagement DOUBLE,
  adds_expansion_interest DOUBLE
);
