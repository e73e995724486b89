-- grain: one row a customer, in the order of customer_id (ordinal); key: customer_id; units as in reports_scores and reports_net
CREATE OR REPLACE TEMP VIEW reports_net_scores_parquet AS
SELECT s.*, r.model, r.as_of, r.horizon, r.definition_id, r.currency, n.*, net_run.net_definition_id
FROM reports_scores AS s POSITIONAL JOIN reports_net AS n, reports_run AS r, reports_net_run AS net_run;
