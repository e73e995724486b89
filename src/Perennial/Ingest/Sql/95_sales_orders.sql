-- Sales and returns by orders. Grain: one line of an order, or the order where it has no lines; and one row a return. Units: amount in `currency`, returns negative.
-- rule: 5 cancelled, 6 refunded in full (the numbers of ingest_rules). An amount that is missing is quantity times the product's list price.
-- A refund without an amount takes back all of its order; a day of return takes back the line (on the day of the order itself, nothing was sold),
-- unless a refund names the order, which would say the same again.
WITH heads AS (
  SELECT *, rowid AS position, CASE WHEN status = 'cancelled' THEN 5 WHEN status = 'refunded' OR returned_on = CAST(ordered_at AS DATE) THEN 6 ELSE 0 END AS left_out FROM ingest_orders WHERE rule = 0
), lines AS (
  SELECT
    coalesce(line.file_no, heads.file_no) AS file_no, coalesce(line.position, heads.position) AS position, heads.customer_id, heads.ordered_at AS occurred, coalesce(line.amount, CASE WHEN line.order_id IS NULL THEN coalesce(heads.amount, heads.quantity * product.list_price) END) AS amount,
    heads.order_id, coalesce(line.product_id, heads.product_id) AS product_id, coalesce(line.quantity, heads.quantity) AS quantity, heads.currency, heads.left_out, heads.returned_on
  FROM heads
  LEFT JOIN (SELECT *, rowid AS position FROM ingest_order_lines WHERE rule = 0) AS line ON line.order_id = heads.order_id
  LEFT JOIN (SELECT product_id, any_value(list_price) AS list_price FROM ingest_products WHERE rule = 0 GROUP BY product_id) AS product ON product.product_id = heads.product_id
), taken_back AS (
  SELECT refund.file_no, refund.rowid AS position, coalesce(refund.customer_id, placed.customer_id) AS customer_id, coalesce(refund.refunded_at, placed.occurred) AS occurred,
    -coalesce(refund.amount, placed.amount) AS amount, refund.order_id, coalesce(refund.currency, placed.currency) AS currency
  FROM ingest_refunds AS refund LEFT JOIN (
    SELECT order_id, any_value(customer_id) AS customer_id, min(occurred) AS occurred, sum(amount) AS amount, any_value(currency) AS currency FROM lines WHERE left_out = 0 GROUP BY order_id
  ) AS placed ON placed.order_id = refund.order_id
  WHERE refund.rule = 0 AND coalesce(refund.kind, 'refund') IN ('refund', 'dispute_lost')
)
SELECT file_no, position, customer_id, occurred, amount, order_id, product_id, quantity, currency, left_out AS rule FROM lines
UNION ALL
SELECT file_no, position, customer_id, CAST(returned_on AS TIMESTAMP), -amount, order_id, product_id, quantity, currency, left_out FROM lines WHERE returned_on IS NOT NULL AND amount > 0 AND left_out = 0 AND order_id NOT IN (SELECT order_id FROM taken_back WHERE order_id IS NOT NULL AND amount IS NOT NULL)
UNION ALL
SELECT file_no, position, customer_id, occurred, amount, order_id, NULL, NULL, currency, 0 FROM taken_back WHERE customer_id IS NOT NULL AND amount IS NOT NULL
