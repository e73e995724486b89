-- grain: dimension x name, in order. Units: customers, the run's currency; NULL where nothing is said.
CREATE OR REPLACE TEMP TABLE reports_groups (
  dimension VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  customers INTEGER NOT NULL,
  customers_valued INTEGER NOT NULL,
  revenue_to_date DOUBLE NOT NULL,
  clv DOUBLE,
  clv_p10 DOUBLE,
  clv_p90 DOUBLE,
  clv_mean DOUBLE,
  clv_net DOUBLE
);

-- grain: account at the top of a hierarchy, the most valuable first. Units: customers, people, months, days, the run's currency; at_risk is a share. NULL where nothing is said.
CREATE OR REPLACE TEMP TABLE reports_families (
  account VARCHAR NOT NULL,
  customers INTEGER NOT NULL,
  paying INTEGER NOT NULL,
  mrr DOUBLE NOT NULL,
  revenue_to_date DOUBLE NOT NULL,
  clv DOUBLE,
  clv_p10 DOUBLE,
  clv_p90 DOUBLE,
  clv_net DOUBLE,
  contacts DOUBLE,
  contract_months DOUBLE,
  days_to_renewal DOUBLE,
  expansions INTEGER NOT NULL,
  contractions INTEGER NOT NULL,
  at_risk DOUBLE
);
