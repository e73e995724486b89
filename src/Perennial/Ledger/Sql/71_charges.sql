-- ledger_charges: what customers cost beyond what goods cost. Grain: customer_key x month x pool; ordered so. Units: DECIMAL(18,4) of the run's currency.
-- customer_key: NULL for what is charged to somebody who never bought. month: its first day; a booking of several months is spread over them by days and adds up to itself.
-- role: revenue (cost of revenue), serve (cost to serve), retention (interventions), acquisition, overhead. once: spent when a customer begins. avoidable: the part that would go
-- away with the customer; fees of payments and disputes would. A fee or an intervention in a currency without a rate on its day is left out.
CREATE OR REPLACE TABLE ledger_charges AS
WITH rates AS (
  SELECT currency, valid_on, max(rate) AS rate FROM identity_exchange_rates GROUP BY currency, valid_on
), paid AS (
  SELECT payment_id, any_value(customer_id) AS customer_id FROM ingest_payments WHERE rule = 0 AND payment_id IS NOT NULL GROUP BY payment_id
), billed AS (
  SELECT invoice_id, any_value(customer_id) AS customer_id FROM ingest_invoices WHERE rule = 0 GROUP BY invoice_id
), placed AS (
  SELECT order_id, any_value(customer_id) AS customer_id FROM ingest_orders WHERE rule = 0 GROUP BY order_id
), fees AS (
  SELECT customer_id, CAST(paid_at AS DATE) AS day, 'payment fees' AS pool, fee AS amount, currency FROM ingest_payments
  WHERE rule = 0 AND fee <> 0 AND CAST(paid_at AS DATE) <= $as_of AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $as_of) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > $as_of)
  UNION ALL
  SELECT coalesce(refund.customer_id, paid.customer_id, billed.customer_id, placed.customer_id), CAST(refunded_at AS DATE), 'dispute fees', fee, currency
  FROM ingest_refunds AS refund LEFT JOIN paid ON paid.payment_id = refund.payment_id LEFT JOIN billed ON billed.invoice_id = refund.invoice_id LEFT JOIN placed ON placed.order_id = refund.order_id
  WHERE rule = 0 AND fee <> 0 AND CAST(refunded_at AS DATE) <= $as_of AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $as_of) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > $as_of)
  UNION ALL
  SELECT customer_id, CAST(assigned_at AS DATE), 'interventions', cost, currency FROM ingest_interventions WHERE rule = 0 AND cost <> 0 AND CAST(assigned_at AS DATE) <= $as_of
), owned AS (
  SELECT customer_key, CAST(date_trunc('month', fees.day) AS DATE) AS month, pool, true AS avoidable,
    CAST(CASE WHEN fees.currency IS NULL OR $currency IS NULL OR fees.currency = $currency THEN amount ELSE round(amount * CAST(rates.rate AS DOUBLE), 4) END AS DECIMAL(18, 4)) AS amount
  FROM fees ASOF LEFT JOIN rates ON rates.currency = fees.currency AND rates.valid_on <= fees.day LEFT JOIN identity_known ON identity_known.customer_id = fees.customer_id
), months AS (
  SELECT *, CAST(unnest(generate_series(date_trunc('month', from_day), date_trunc('month', to_day - 1), INTERVAL 1 MONTH)) AS DATE) AS month FROM ledger_costs
), spread AS (
  SELECT customer_key, month, pool, avoidable,
    CAST(round(CAST(amount AS DOUBLE) * (least(to_day, CAST(month + INTERVAL 1 MONTH AS DATE)) - from_day) / (to_day - from_day), 4) AS DECIMAL(18, 4))
      - CAST(round(CAST(amount AS DOUBLE) * (greatest(from_day, month) - from_day) / (to_day - from_day), 4) AS DECIMAL(18, 4)) AS amount
  FROM months
), all_charges AS (
  SELECT customer_key, month, pool, avoidable, amount FROM spread
  UNION ALL
  SELECT customer_key, month, pool, avoidable, amount FROM owned WHERE amount IS NOT NULL
)
SELECT
  customer_key,
  month,
  all_charges.pool,
  any_value(roles.role) AS role,
  any_value(roles.once) AS once,
  CAST(sum(amount) AS DECIMAL(18, 4)) AS amount,
  CAST(sum(CASE WHEN avoidable THEN amount ELSE 0 END) AS DECIMAL(18, 4)) AS avoidable
FROM all_charges JOIN ledger_pool_roles AS roles ON roles.pool = all_charges.pool
GROUP BY customer_key, month, all_charges.pool
ORDER BY customer_key, month, all_charges.pool;
