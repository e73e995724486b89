-- ingest_rows: what Ingest hands on. Grain: one record of the input, in input order. Key: row_no (= position over all files, from 0).
-- Units: occurred in UTC, day in the business time zone, amount signed in `currency`. kind: 1 sale, 2 return, refund or cancellation.
-- disposition: 0 used, 1 quarantined, 2 and above set aside by the rule of that number in ingest_rules.
CREATE OR REPLACE VIEW ingest_rows AS
SELECT
  rowid AS row_no,
  {{file_no}} AS file_no,
  {{customer_id}} AS customer_id,
  {{occurred}} AS occurred,
  day,
  {{amount}} AS amount,
  {{order_id}} AS order_id,
  {{product_id}} AS product_id,
  {{quantity}} AS quantity,
  {{currency}} AS currency,
  CAST({{kind}} AS UTINYINT) AS kind,
  CAST({{disposition}} AS UTINYINT) AS disposition
FROM ingest_typed;
