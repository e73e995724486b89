-- What contracts say of customers, where some have subscriptions. Grain: one row a customer, in the order of reports_scores; key: customer_id.
-- model: NULL where the run's own values the customer. Units: chances 0 to 1; months; mrr in currency a month. NULL where there is no subscription.
CREATE OR REPLACE TEMP TABLE reports_contracts (
  customer_id VARCHAR NOT NULL,
  model VARCHAR,
  p_churn_30d DOUBLE,
  p_churn_90d DOUBLE,
  p_churn_365d DOUBLE,
  expected_lifetime_months DOUBLE,
  mrr DOUBLE
);
-- reports_scores_parquet with these columns behind the others; a customer without a sale has no first and no last purchase.
CREATE OR REPLACE TEMP VIEW reports_scores_parquet AS
SELECT
  s.* REPLACE (nullif(s.first_purchase, DATE '0001-01-01') AS first_purchase, nullif(s.last_purchase, DATE '0001-01-01') AS last_purchase),
  coalesce(c.model, r.model) AS model, r.as_of, r.horizon, r.definition_id, r.currency, c.p_churn_30d, c.p_churn_90d, c.p_churn_365d, c.expected_lifetime_months, c.mrr
FROM reports_scores AS s POSITIONAL JOIN reports_contracts AS c, reports_run AS r;
