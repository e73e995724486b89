-- portfolio_stances: the stance of each customer and what it rests on. Grain: customer_key; in the order of the scores. Units: currency of the run over its horizon; chances and
-- shares 0 to 1; NULL is not known. rules_say: the stance of the deciding rule, before confidence and people. fired, not_known: ids of rules, in their order, apart by blanks.
CREATE OR REPLACE TABLE portfolio_stances (
  customer_key INTEGER NOT NULL,
  stance VARCHAR NOT NULL,
  status VARCHAR NOT NULL,
  confidence DOUBLE NOT NULL,
  rules_say VARCHAR NOT NULL,
  deciding_rule VARCHAR,
  fired VARCHAR NOT NULL,
  not_known VARCHAR NOT NULL,
  priority VARCHAR NOT NULL,
  net_value DOUBLE NOT NULL,
  leaving DOUBLE,
  strategic_score DOUBLE,
  override_reason VARCHAR,
  override_owner VARCHAR,
  override_until DATE,
  floor_minutes DOUBLE
);

-- portfolio_stance_tests: every quantity every rule looked at. Grain: customer_key x rule x place; in the order of the scores, then of the rules. value, threshold: NULL is not known,
-- or beyond every limit. outcome: fired, no, not known, of the quantity; rule_outcome: of the rule.
CREATE OR REPLACE TABLE portfolio_stance_tests (
  customer_key INTEGER NOT NULL,
  rule VARCHAR NOT NULL,
  place INTEGER NOT NULL,
  quantity VARCHAR NOT NULL,
  unit VARCHAR NOT NULL,
  comparison VARCHAR NOT NULL,
  value DOUBLE,
  threshold DOUBLE,
  outcome VARCHAR NOT NULL,
  rule_outcome VARCHAR NOT NULL
);
