-- Stretches of subscriptions that ChartMogul knows by their invoices: one service period each. Grain: positive subscription line. Key: file_no, row. Units: amount a billing period before tax.
-- Subscriptions that have a start among the events are told by those. A proration changes a period that another line tells whole, and is left to the invoices. A cancellation
-- ends the period in which it takes effect. Billing months are the plan's, else those of the period.
WITH plans AS (
  SELECT external_id AS plan, any_value(CASE lower(interval_unit) WHEN 'year' THEN 12 ELSE 1 END * try_cast(interval_count AS INTEGER)) AS months FROM ingest_export_chartmogul_plans WHERE lower(interval_unit) IN ('month', 'year') GROUP BY external_id
), events AS (
  SELECT subscription_external_id AS id, bool_or(lower(event_type) IN ('subscription_start', 'subscription_start_scheduled', 'subscription_updated')) AS started,
    max(ingest_day(effective_date)) FILTER (lower(event_type) IN ('subscription_cancelled', 'subscription_cancellation_scheduled')) AS cancelled
  FROM ingest_export_chartmogul_subscription_events
  WHERE coalesce(external_id, '') NOT IN (SELECT retracted_event_id FROM ingest_export_chartmogul_subscription_events WHERE retracted_event_id IS NOT NULL)
  GROUP BY subscription_external_id
), lines AS (
  SELECT line.file_no, line."row", line.subscription_external_id AS subscription_id, head.customer_external_id AS customer_id, head.currency, coalesce(plan_external_id, line.plan) AS plan, quantity,
    ingest_day(service_period_start) AS starts_on, ingest_day(service_period_end) AS period_end, ingest_minor(amount_in_cents, head.currency) - coalesce(ingest_minor(tax_amount, head.currency), 0) AS amount
  FROM ingest_export_chartmogul_line_items AS line
  LEFT JOIN (SELECT invoice_external_id, any_value(customer_external_id) AS customer_external_id, any_value(currency) AS currency FROM ingest_export_chartmogul_invoices GROUP BY invoice_external_id) AS head
    ON head.invoice_external_id = line.invoice_external_id
  WHERE left_out IS NULL AND lower(type) = 'subscription' AND ingest_number(amount_in_cents) > 0 AND coalesce(lower(proration), 'false') NOT IN ('true', '1')
)
SELECT file_no, "row", 1 AS place, subscription_id, customer_id, currency, lines.plan, quantity, starts_on,
  least(period_end, coalesce(cancelled, period_end)) AS ends_on, amount,
  coalesce(plans.months, greatest(1, CAST(round((period_end - starts_on) / 30.4375) AS INTEGER))) AS billing_months,
  CASE WHEN cancelled <= period_end THEN 'voluntary' END AS end_reason
FROM lines LEFT JOIN plans ON plans.plan = lines.plan LEFT JOIN events ON events.id = subscription_id
WHERE NOT coalesce(events.started, false) AND (cancelled IS NULL OR cancelled > starts_on)
