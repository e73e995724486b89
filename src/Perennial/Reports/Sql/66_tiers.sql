-- grain: one row a customer, in the order of reports_scores. Key: customer_id. Units: tier_no from 1, the highest; ranked_by in the run's currency; chance 0 to 1.
-- NULL: nothing is said of the customer's value; of tier_before: there was none, or it is not compared with; of chance: the run has no quantiles.
CREATE OR REPLACE TEMP TABLE reports_tiers (
  customer_key INTEGER NOT NULL,
  customer_id VARCHAR NOT NULL,
  tier VARCHAR,
  tier_no INTEGER,
  ranked_by DOUBLE,
  held BOOLEAN NOT NULL,
  tier_before VARCHAR,
  straddles BOOLEAN NOT NULL,
  tier_highest VARCHAR,
  tier_lowest VARCHAR,
  chance DOUBLE
);
