-- grain: one row a customer, in the order of reports_scores; no key of its own. Units: the run's currency; NULL where nothing is said of a customer.
CREATE OR REPLACE TEMP TABLE reports_net (
  margin_to_date DECIMAL(18, 4) NOT NULL,
  net_to_date DECIMAL(18, 4) NOT NULL,
  clv_gross DOUBLE,
  cost_to_serve DOUBLE,
  clv_net DOUBLE,
  clv_net_p50 DOUBLE,
  clv_net_p10 DOUBLE,
  clv_net_p90 DOUBLE
);

-- grain: customer_id x horizon, horizons in order, customers in the order of reports_scores. Units: the run's currency, discounted but for net_to_date; with it a lifetime is the whole.
CREATE OR REPLACE TEMP TABLE reports_values (
  customer_id VARCHAR NOT NULL,
  horizon VARCHAR NOT NULL,
  net_to_date DECIMAL(18, 4) NOT NULL,
  clv_gross DOUBLE,
  cost_to_serve DOUBLE,
  clv_net DOUBLE
);
