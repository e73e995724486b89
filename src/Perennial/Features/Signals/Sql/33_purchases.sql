-- features_late_days: the day on which all of a day's sales were known, where that is later than the day. Working table. Grain: customer_key x day.
CREATE OR REPLACE TEMP TABLE features_late_days AS
SELECT customer_key, day, max(known_on) AS known_on
FROM (
  SELECT customer_key, CAST(ordered_at AS DATE) AS day, CAST(recorded_at AS DATE) AS known_on FROM identity_orders
  UNION ALL SELECT customer_key, issued_on, CAST(recorded_at AS DATE) FROM identity_invoices
  UNION ALL SELECT customer_key, CAST(paid_at AS DATE), CAST(recorded_at AS DATE) FROM identity_payments
  UNION ALL SELECT customer_key, CAST(refunded_at AS DATE), CAST(recorded_at AS DATE) FROM identity_refunds
)
WHERE known_on > day AND customer_key IS NOT NULL
GROUP BY customer_key, day;

-- features_signals_purchases: what a customer had bought by the day of a point. Working table. Grain: point_no. Units: days, the run's currency.
-- A day on which something became known only later counts from then on, whole.
CREATE OR REPLACE TEMP TABLE features_signals_purchases AS
WITH known AS (
  SELECT days.customer_key, days.day AS on_day, greatest(days.day, coalesce(late.known_on, days.day)) AS known_on, gross, refunds, net, is_purchase
  FROM ledger_days AS days LEFT JOIN features_late_days AS late ON late.customer_key = days.customer_key AND late.day = days.day
), bought AS (
  SELECT point_no,
    CAST(count(*) FILTER (is_purchase) AS DOUBLE) AS purchases,
    CAST(count(*) FILTER (is_purchase AND on_day > day - 365) AS DOUBLE) AS purchases_365d,
    CAST(any_value(day) - max(on_day) FILTER (is_purchase) AS DOUBLE) AS days_since_purchase,
    CAST(max(on_day) FILTER (is_purchase) - min(on_day) FILTER (is_purchase) AS DOUBLE) AS purchase_span_days,
    CAST(sum(net) AS DOUBLE) / nullif(count(*) FILTER (is_purchase), 0) AS mean_purchase,
    CAST(coalesce(sum(net) FILTER (on_day > day - 365), 0) AS DOUBLE) AS net_revenue_365d,
    CAST(coalesce(sum(net) FILTER (on_day > day - 91), 0) AS DOUBLE) AS net_revenue_91d,
    CAST(sum(net) AS DOUBLE) AS net_revenue,
    CAST(sum(refunds) FILTER (on_day > day - 365) AS DOUBLE) / nullif(CAST(sum(gross) FILTER (on_day > day - 365) AS DOUBLE), 0) AS refund_share_365d
  FROM features_points AS point JOIN known ON known.customer_key = point.customer_key AND on_day <= day AND known_on <= day
  GROUP BY point_no
), lines AS (
  SELECT customer_key, CAST(ordered_at AS DATE) AS on_day, amount, discount, recorded_at, superseded_at FROM identity_orders
  UNION ALL
  SELECT customer_key, issued_on, line.amount, line.discount, coalesce(line.recorded_at, invoice.recorded_at), invoice.superseded_at
  FROM identity_invoice_lines AS line JOIN identity_invoices AS invoice USING (invoice_id)
  WHERE coalesce(invoice.kind, 'invoice') = 'invoice' AND line.superseded_at IS NULL AND NOT EXISTS (SELECT 1 FROM identity_orders)
), discounts AS (
  SELECT point_no,
    CAST(coalesce(sum(amount) FILTER (discount > 0), 0) AS DOUBLE) / nullif(CAST(sum(amount) AS DOUBLE), 0) AS discounted_share,
    CAST(sum(discount) FILTER (discount > 0) AS DOUBLE) / nullif(CAST(sum(amount + discount) FILTER (discount > 0) AS DOUBLE), 0) AS depth
  FROM features_points AS point JOIN lines ON lines.customer_key = point.customer_key AND on_day <= day AND on_day > day - 365 AND amount > 0
    AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= day) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > day)
  GROUP BY point_no
)
SELECT
  point_no, purchases, purchases_365d, days_since_purchase, purchase_span_days, mean_purchase, net_revenue, net_revenue_365d, net_revenue_91d, refund_share_365d,
  discounted_share AS discounted_share_365d,
  CASE WHEN discounted_share IS NOT NULL THEN coalesce(depth, 0) END AS discount_taken_365d
FROM bought LEFT JOIN discounts USING (point_no);
