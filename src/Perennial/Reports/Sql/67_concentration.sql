-- grain: measure x day, in order. Key: measure, day. Units: total in the run's currency, of customers above zero; shares 0 to 1; hhi 0 to 10,000.
-- The trend has neither shares of the largest per cent nor a Gini coefficient: NULL.
CREATE OR REPLACE TEMP TABLE reports_concentration (
  measure VARCHAR NOT NULL,
  day DATE NOT NULL,
  customers BIGINT NOT NULL,
  total DOUBLE NOT NULL,
  top_1 DOUBLE NOT NULL,
  top_5 DOUBLE NOT NULL,
  top_10 DOUBLE NOT NULL,
  top_1_percent DOUBLE,
  top_5_percent DOUBLE,
  top_10_percent DOUBLE,
  top_20_percent DOUBLE,
  gini DOUBLE,
  hhi DOUBLE NOT NULL,
  effective_number DOUBLE NOT NULL
);
