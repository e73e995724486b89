-- ledger_contribution: from gross revenue to net, of each customer and month. Grain: customer_key x month (its first day); ordered so. Units: DECIMAL(18,4) of the run's currency.
-- gross, refunds: as dated, as in ledger_days. discounts: taken off before gross. goods: what was sold cost (ledger_goods). delivery: pools that are cost of revenue.
-- margin = gross - refunds - goods - delivery. serve: cost to serve that is attributable; avoidable: the part of delivery and serve that would go away with the customer.
-- once: the part of serve that is spent when a customer begins. contribution (net) = margin - serve - retention. Acquisition and overhead are in no customer's contribution.
CREATE OR REPLACE TABLE ledger_contribution AS
WITH parts AS (
  SELECT customer_key, CAST(date_trunc('month', day) AS DATE) AS month, sum(gross) AS gross, 0 AS discounts, sum(refunds) AS refunds, 0 AS goods, 0 AS delivery, 0 AS serve, 0 AS avoidable, 0 AS once, 0 AS retention, sum(orders) AS orders
  FROM ledger_days GROUP BY ALL
  UNION ALL
  SELECT customer_key, CAST(date_trunc('month', day) AS DATE), 0, sum(discount), 0, sum(cost), 0, 0, 0, 0, 0, 0 FROM ledger_goods GROUP BY ALL
  UNION ALL
  SELECT customer_key, month, 0, 0, 0, 0,
    CASE WHEN role = 'revenue' THEN amount ELSE 0 END, CASE WHEN role = 'serve' THEN amount ELSE 0 END, CASE WHEN role IN ('revenue', 'serve') THEN avoidable ELSE 0 END,
    CASE WHEN role = 'serve' AND once THEN amount ELSE 0 END, CASE WHEN role = 'retention' THEN amount ELSE 0 END, 0
  FROM ledger_charges WHERE customer_key IS NOT NULL AND role IN ('revenue', 'serve', 'retention')
), sums AS (
  SELECT customer_key, month, sum(gross) AS gross, sum(discounts) AS discounts, sum(refunds) AS refunds, sum(goods) AS goods, sum(delivery) AS delivery, sum(serve) AS serve,
    sum(avoidable) AS avoidable, sum(once) AS once, sum(retention) AS retention, sum(orders) AS orders
  FROM parts GROUP BY customer_key, month
)
SELECT
  customer_key,
  month,
  CAST(orders AS INTEGER) AS orders,
  CAST(gross AS DECIMAL(18, 4)) AS gross,
  CAST(discounts AS DECIMAL(18, 4)) AS discounts,
  CAST(refunds AS DECIMAL(18, 4)) AS refunds,
  CAST(goods AS DECIMAL(18, 4)) AS goods,
  CAST(delivery AS DECIMAL(18, 4)) AS delivery,
  CAST(gross - refunds - goods - delivery AS DECIMAL(18, 4)) AS margin,
  CAST(serve AS DECIMAL(18, 4)) AS serve,
  CAST(avoidable AS DECIMAL(18, 4)) AS avoidable,
  CAST(once AS DECIMAL(18, 4)) AS once,
  CAST(retention AS DECIMAL(18, 4)) AS retention,
  CAST(gross - refunds - goods - delivery - serve - retention AS DECIMAL(18, 4)) AS contribution
FROM sums
ORDER BY customer_key, month;
