-- features_signals_payments: how reliably a customer paid by the day of a point. Working table. Grain: point_no. Units: shares, days, counts of the last 365 or 182 days.
-- An invoice counts from the day it was due; it was paid with its first payment that succeeded, as known on the day.
CREATE OR REPLACE TEMP TABLE features_signals_payments AS
WITH attempts AS (
  SELECT customer_key, invoice_id, CAST(paid_at AS DATE) AS paid_on, status, coalesce(CAST(recorded_at AS DATE), CAST(paid_at AS DATE)) AS known_from, CAST(superseded_at AS DATE) AS known_until
  FROM identity_payments
), bills AS (
  SELECT customer_key, invoice_id, coalesce(due_on, issued_on) AS due_on, CAST(coalesce(total, 0) AS DOUBLE) AS total,
    greatest(coalesce(CAST(recorded_at AS DATE), issued_on), issued_on) AS known_from, CAST(superseded_at AS DATE) AS known_until
  FROM identity_invoices WHERE coalesce(kind, 'invoice') = 'invoice' AND coalesce(status, 'open') NOT IN ('draft', 'void')
), due AS (
  SELECT point_no, day, bill.invoice_id, due_on, total
  FROM features_points AS point JOIN bills AS bill ON bill.customer_key = point.customer_key
    AND due_on <= day AND due_on > day - 365 AND known_from <= day AND (known_until IS NULL OR known_until > day)
), paid AS (
  SELECT due.point_no, due.invoice_id, due_on, any_value(total) AS total, any_value(day) AS day,
    min(paid_on) FILTER (status = 'succeeded' AND paid_on <= day AND known_from <= day AND (known_until IS NULL OR known_until > day)) AS paid_on
  FROM due LEFT JOIN attempts ON attempts.invoice_id = due.invoice_id
  GROUP BY due.point_no, due.invoice_id, due_on
), invoices AS (
  SELECT point_no,
    count(*) FILTER (paid_on <= due_on) / CAST(count(*) AS DOUBLE) AS on_time_share,
    CAST(sum(greatest(coalesce(paid_on, day) - due_on, 0)) AS DOUBLE) / count(*) AS days_late,
    CASE WHEN sum(CAST(round(total * 100) AS BIGINT)) > 0 THEN coalesce(sum(CAST(round(total * 100) AS BIGINT)) FILTER (paid_on IS NULL), 0) / CAST(sum(CAST(round(total * 100) AS BIGINT)) AS DOUBLE) END AS unpaid_share
  FROM paid GROUP BY point_no
), failures AS (
  SELECT point_no,
    CAST(count(*) FILTER (status = 'failed' AND paid_on > day - 182) AS DOUBLE) AS failures,
    count(*) FILTER (status = 'failed') / CAST(count(*) FILTER (status IN ('failed', 'succeeded')) AS DOUBLE) AS failed_share
  FROM features_points AS point JOIN attempts ON attempts.customer_key = point.customer_key
    AND paid_on <= day AND paid_on > day - 365 AND known_from <= day AND (known_until IS NULL OR known_until > day)
  GROUP BY point_no
), disputes AS (
  SELECT point_no, CAST(count(*) AS DOUBLE) AS disputes
  FROM features_points AS point JOIN identity_refunds AS refund ON refund.customer_key = point.customer_key
    AND starts_with(kind, 'dispute') AND CAST(refunded_at AS DATE) <= day AND CAST(refunded_at AS DATE) > day - 365
    AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= day) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > day)
  GROUP BY point_no
)
SELECT
  point_no,
  on_time_share AS on_time_share_365d,
  days_late AS days_late_365d,
  unpaid_share AS unpaid_share_365d,
  CASE WHEN payments <= day THEN coalesce(failures, 0) END AS payment_failures_182d,
  CASE WHEN isfinite(failed_share) THEN failed_share END AS payment_failed_share_365d,
  CASE WHEN payments <= day THEN coalesce(disputes, 0) END AS chargebacks_365d
FROM features_points CROSS JOIN features_spans
LEFT JOIN invoices USING (point_no) LEFT JOIN failures USING (point_no) LEFT JOIN disputes USING (point_no);
