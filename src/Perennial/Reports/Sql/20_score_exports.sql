-- grain: one row a customer, in the order of customer_id (ordinal); key: customer_id; units as in reports_scores
-- reports_run has one row: what is the same for every customer. The columns are schema scores 1.0.0.
CREATE OR REPLACE TEMP VIEW reports_scores_parquet AS
SELECT s.*, r.model, r.as_of, r.horizon, r.definition_id, r.currency
FROM reports_scores AS s, reports_run AS r;

-- In a spreadsheet a cell that begins with = + - @, a tab or a line break runs as a formula. Such a text gets one apostrophe in front,
-- and so does one that begins with an apostrophe: taking one leading apostrophe away gives every text back.
CREATE OR REPLACE TEMP MACRO reports_cell(text) AS
  CASE WHEN regexp_matches(text, '^[=+\-@''\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]') THEN '''' || text ELSE text END;
