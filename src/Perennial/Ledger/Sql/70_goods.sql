-- ledger_goods: what was sold, what was taken off its price, and what it cost to make or buy. Grain: customer_key x day x product_id x basis; ordered so.
-- Units: DECIMAL(18,4) of the run's currency. revenue: sales less returns, as in ledger_days. discount: what was taken off before revenue. cost: NULL never; 0 where basis is none.
-- basis: line (the row says its cost), product-rule, unit (units times what one costs), product (a margin of the product), line-rule, default-rule, option (--margin), none; and
-- returned. Rules hold from their day on; a product goes before its line, a line before all. Where rows or products say what units cost, what comes back was paid for (returned,
-- cost 0); else margins are all there is, a margin is a share of what is kept, and a return takes its share of the cost back.
CREATE OR REPLACE TABLE ledger_goods AS
WITH rates AS (
  SELECT currency, valid_on, max(rate) AS rate FROM identity_exchange_rates GROUP BY currency, valid_on
), placed AS (
  SELECT order_id, any_value(currency) AS currency FROM ingest_orders WHERE rule = 0 GROUP BY order_id
), said AS (
  SELECT file_no, rowid AS position, cost, discount, currency FROM ingest_orders WHERE rule = 0 AND (cost IS NOT NULL OR discount > 0)
  UNION ALL
  SELECT line.file_no, line.rowid, line.cost, line.discount, placed.currency FROM ingest_order_lines AS line LEFT JOIN placed ON placed.order_id = line.order_id WHERE rule = 0 AND (cost IS NOT NULL OR discount > 0)
  UNION ALL
  SELECT line.file_no, line.rowid, NULL, line.discount, head.currency FROM ingest_invoice_lines AS line LEFT JOIN (SELECT invoice_id, any_value(currency) AS currency FROM ingest_invoices WHERE rule = 0 GROUP BY invoice_id) AS head ON head.invoice_id = line.invoice_id
  WHERE rule = 0 AND discount > 0
), records AS (
  SELECT said.file_no, files.before + said.position - files.first AS row_no, said.cost, said.discount, said.currency FROM said JOIN ingest_files AS files ON files.file_no = said.file_no
), products AS (
  SELECT product_id, any_value(unit_cost) AS unit_cost, any_value(margin) AS margin, any_value(product_line) AS product_line, any_value(currency) AS currency FROM identity_products GROUP BY product_id
), sold AS (
  SELECT rows.customer_key, rows.day, rows.product_id, rows.kind = 1 AS is_sale, CASE WHEN rows.kind = 2 THEN -abs(coalesce(rows.amount, 0)) ELSE coalesce(rows.amount, 0) END AS revenue, rows.quantity,
    CASE WHEN rows.kind = 1 THEN records.cost END AS said_cost, CASE WHEN rows.kind = 1 THEN records.discount END AS discount, records.currency AS said_currency,
    products.unit_cost, products.margin, products.product_line, products.currency AS product_currency
  FROM identity_rows AS rows
  LEFT JOIN records ON records.file_no = rows.file_no AND records.row_no = rows.row_no
  LEFT JOIN products ON products.product_id = rows.product_id
), priced AS (
  SELECT sold.*,
    CASE WHEN said_currency IS NULL OR $currency IS NULL OR said_currency = $currency THEN 1 ELSE CAST(own.rate AS DOUBLE) END AS said_rate,
    CASE WHEN product_currency IS NULL OR $currency IS NULL OR product_currency = $currency THEN 1 ELSE CAST(made.rate AS DOUBLE) END AS product_rate,
    by_product.margin AS product_rule, by_line.margin AS line_rule, by_default.margin AS default_rule
  FROM sold
  ASOF LEFT JOIN rates AS own ON own.currency = sold.said_currency AND own.valid_on <= sold.day
  ASOF LEFT JOIN rates AS made ON made.currency = sold.product_currency AND made.valid_on <= sold.day
  ASOF LEFT JOIN (SELECT name, from_day, margin FROM ledger_margin_rules WHERE scope = 'product') AS by_product ON by_product.name = sold.product_id AND by_product.from_day <= sold.day
  ASOF LEFT JOIN (SELECT name, from_day, margin FROM ledger_margin_rules WHERE scope = 'line') AS by_line ON by_line.name = sold.product_line AND by_line.from_day <= sold.day
  ASOF LEFT JOIN (SELECT from_day, margin FROM ledger_margin_rules WHERE scope = 'default') AS by_default ON by_default.from_day <= sold.day
), judged AS (
  SELECT *, CASE
    WHEN NOT is_sale AND (EXISTS (SELECT 1 FROM records WHERE cost IS NOT NULL) OR EXISTS (SELECT 1 FROM products WHERE unit_cost IS NOT NULL)) THEN 'returned'
    WHEN said_cost * said_rate IS NOT NULL THEN 'line'
    WHEN product_rule IS NOT NULL THEN 'product-rule'
    WHEN quantity * unit_cost * product_rate IS NOT NULL THEN 'unit'
    WHEN margin IS NOT NULL THEN 'product'
    WHEN line_rule IS NOT NULL THEN 'line-rule'
    WHEN default_rule IS NOT NULL THEN 'default-rule'
    WHEN $margin IS NOT NULL THEN 'option'
    ELSE 'none' END AS basis
  FROM priced
), costed AS (
  SELECT *, CASE basis
    WHEN 'line' THEN said_cost * said_rate
    WHEN 'product-rule' THEN revenue * (1 - product_rule)
    WHEN 'unit' THEN quantity * unit_cost * product_rate
    WHEN 'product' THEN revenue * (1 - margin)
    WHEN 'line-rule' THEN revenue * (1 - line_rule)
    WHEN 'default-rule' THEN revenue * (1 - default_rule)
    WHEN 'option' THEN revenue * (1 - $margin)
    ELSE 0 END AS cost
  FROM judged
)
SELECT
  customer_key,
  day,
  product_id,
  any_value(product_line) AS product_line,
  basis,
  CAST(sum(revenue) AS DECIMAL(18, 4)) AS revenue,
  CAST(sum(CAST(round(coalesce(discount * said_rate, 0), 4) AS DECIMAL(18, 4))) AS DECIMAL(18, 4)) AS discount,
  CAST(sum(CAST(round(cost, 4) AS DECIMAL(18, 4))) AS DECIMAL(18, 4)) AS cost
FROM costed
GROUP BY customer_key, day, product_id, basis
ORDER BY customer_key, day, product_id, basis;
