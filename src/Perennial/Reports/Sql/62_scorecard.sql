-- grain: one row a customer of the scores. Key: customer_id. Units: points of 100, NULL where not known.
CREATE OR REPLACE TEMP TABLE reports_scorecard (
  customer_id VARCHAR NOT NULL,
  score DOUBLE,
  rank INTEGER,
  net_revenue_potential DOUBLE,
  retention_probability DOUBLE,
  cost_to_serve DOUBLE,
  expansion_likelihood DOUBLE,
  strategic_value DOUBLE,
  adds_net_revenue_potential DOUBLE,
  adds_retention_probability DOUBLE,
  adds_cost_to_serve DOUBLE,
  adds_expansion_likelihood DOUBLE,
  adds_strategic_value DOUBLE
);
