-- The used rows with the customer's surrogate key in place of the id, kept by the store and read back as identity_rows.
-- Grain: row_no. Keys: customer_key. Units: amount in the run's currency; day is a business day of the run's time zone.
-- Ordered by customer, so that one customer's rows lie together and the same rows give the same file.
SELECT
  customers.customer_key,
  rows.day,
  rows.row_no,
  rows.file_no,
  rows.occurred,
  rows.amount,
  rows.order_id,
  rows.product_id,
  rows.quantity,
  rows.currency,
  rows.kind
FROM ingest_rows AS rows JOIN identity_customers AS customers ON customers.customer_id = rows.customer_id
WHERE rows.disposition = 0
ORDER BY customers.customer_key, rows.day, rows.row_no, rows.amount;
