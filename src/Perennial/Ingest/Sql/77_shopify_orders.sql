-- Lines of Shopify's orders with what stands only in the order's first row. Grain: line. Key: file_no, row. Units: amount after discounts, before tax and shipping, in the order's currency.
-- The discount of an order is shared out by the worth of its lines, to the cent, the rest on the last. Guests are known by their e-mail, else their phone.
WITH lines AS (
  SELECT *, row_number() OVER (PARTITION BY name ORDER BY file_no, "row") AS line_no, count(*) OVER (PARTITION BY name) AS lines,
    coalesce(ingest_number(lineitem_quantity), 1) * coalesce(ingest_number(lineitem_price), 0) - coalesce(ingest_number(lineitem_discount), 0) AS worth
  FROM ingest_export_shopify_orders WHERE left_out IS NULL
), heads AS (
  SELECT name, any_value(lower(email)) AS email, any_value(phone) AS phone, any_value(lower(financial_status)) AS state, any_value(created_at) AS created_at, any_value(currency) AS currency,
    any_value(ingest_number(refunded_amount)) AS refunded, any_value(ingest_number(discount_amount)) AS discount, any_value(cancelled_at) AS cancelled_at, sum(worth) AS worth
  FROM lines GROUP BY name
), shared AS (
  SELECT lines.*, heads.state, heads.cancelled_at AS cancelled, heads.refunded, heads.created_at AS ordered_at, coalesce(heads.email, heads.phone) AS customer, heads.currency AS money,
    least(coalesce(heads.discount, 0), heads.worth) AS taken,
    CASE WHEN heads.worth > 0 THEN CAST(round(least(coalesce(heads.discount, 0), heads.worth) * lines.worth / heads.worth, 2) AS DECIMAL(18, 4)) ELSE 0 END AS share
  FROM lines JOIN heads ON heads.name = lines.name
), settled AS (
  SELECT *, CASE WHEN line_no = lines THEN taken - (sum(share) OVER (PARTITION BY name) - share) ELSE share END AS off FROM shared
)
SELECT file_no, "row", 1 AS place, name AS order_id, line_no, customer AS customer_id, ordered_at, coalesce(lineitem_sku, lineitem_name) AS product_id, lineitem_quantity AS quantity,
  CAST(worth - off AS DECIMAL(18, 4)) AS amount, money AS currency, refunded, CAST(off + coalesce(ingest_number(lineitem_discount), 0) AS DECIMAL(18, 4)) AS discount,
  CASE WHEN cancelled IS NOT NULL OR state IN ('voided', 'expired') THEN 'cancelled' WHEN state = 'refunded' THEN 'refunded' WHEN state IN ('paid', 'partially_refunded') THEN 'paid' ELSE 'open' END AS status
FROM settled
