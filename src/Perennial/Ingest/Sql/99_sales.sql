-- ingest_sales: what was sold and taken back. Grain: one sale or return, in order of day and record. Units: amount in `currency`, returns negative.
-- row_no: where the record behind it stands among all that could be read, over all files in order; day: in the business time zone; a moment that is midnight to the second is a day as it was written. customer_id: the person's where one stands behind several ids.
CREATE OR REPLACE TABLE ingest_sales AS
WITH people AS (
  SELECT customer_id, any_value(person_id) AS person_id FROM ingest_customers WHERE rule = 0 AND person_id IS NOT NULL GROUP BY customer_id
)
SELECT
  files.input_no AS file_no,
  files.before + coalesce(origin."row" - 1, sale.position - files.first) AS row_no,
  coalesce(people.person_id, sale.customer_id) AS customer_id,
  occurred,
  CASE WHEN CAST(occurred AS TIME) = TIME '00:00:00' THEN CAST(occurred AS DATE) ELSE CAST(timezone({{zone}}, timezone('UTC', occurred)) AS DATE) END AS day,
  CAST(amount AS DECIMAL(18, 4)) AS amount,
  order_id,
  product_id,
  CAST(quantity AS DECIMAL(18, 4)) AS quantity,
  upper(currency) AS currency,
  CAST(rule AS UTINYINT) AS rule
FROM ({{sales}}) AS sale JOIN ingest_files AS files ON files.file_no = sale.file_no
LEFT JOIN ingest_origins AS origin ON origin.file_no = sale.file_no AND origin.position = sale.position - files.first
LEFT JOIN people ON people.customer_id = sale.customer_id
WHERE occurred IS NOT NULL
ORDER BY day, row_no, amount;
