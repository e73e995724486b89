-- grain: one row a customer, in the order of customer_id (ordinal); key: customer_id; units as in reports_scores, reports_net and reports_contracts
CREATE OR REPLACE TEMP VIEW reports_contract_net_parquet AS
SELECT
  s.* EXCLUDE (p_churn_30d, p_churn_90d, p_churn_365d, expected_lifetime_months, mrr), n.*, net_run.net_definition_id,
  s.p_churn_30d, s.p_churn_90d, s.p_churn_365d, s.expected_lifetime_months, s.mrr
FROM reports_scores_parquet AS s POSITIONAL JOIN reports_net AS n, reports_net_run AS net_run;
