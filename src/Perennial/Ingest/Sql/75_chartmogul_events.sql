-- Stretches of subscriptions that ChartMogul knows by their events: each start or change begins one, the next event ends it. Grain: start or change. Key: file_no, row.
-- Units: amount a billing period of the plan, in the currency's major unit. A retracted event never was. Of several on a day the last counts.
-- Subscriptions with no start among their events are told by their invoices.
WITH plans AS (
  SELECT external_id AS plan, any_value(CASE lower(interval_unit) WHEN 'year' THEN 12 ELSE 1 END * try_cast(interval_count AS INTEGER)) AS months FROM ingest_export_chartmogul_plans WHERE lower(interval_unit) IN ('month', 'year') GROUP BY external_id
), events AS (
  SELECT *, ingest_day(effective_date) AS day, lower(event_type) AS kind,
    lower(event_type) IN ('subscription_cancelled', 'subscription_cancellation_scheduled') AS ends
  FROM ingest_export_chartmogul_subscription_events
  WHERE left_out IS NULL AND lower(event_type) <> 'subscription_event_retracted'
    AND coalesce(external_id, '') NOT IN (SELECT retracted_event_id FROM ingest_export_chartmogul_subscription_events WHERE retracted_event_id IS NOT NULL)
), ordered AS (
  SELECT *, lead(day) OVER so AS next_day, lead(ends) OVER so AS next_ends, bool_or(kind IN ('subscription_start', 'subscription_start_scheduled', 'subscription_updated')) OVER (PARTITION BY subscription_external_id) AS started
  FROM events WINDOW so AS (PARTITION BY subscription_external_id ORDER BY day, file_no, "row")
)
SELECT file_no, "row", 1 AS place, subscription_external_id AS subscription_id, customer_external_id AS customer_id, plan_external_id AS plan, currency, coalesce(quantity, '1') AS quantity,
  day AS starts_on, next_day AS ends_on, ingest_minor(amount_in_cents, currency) AS amount, coalesce(plans.months, 1) AS billing_months,
  CASE WHEN next_ends THEN 'voluntary' WHEN next_day IS NOT NULL THEN 'change' END AS end_reason
FROM ordered LEFT JOIN plans ON plans.plan = plan_external_id
WHERE started AND NOT ends AND (next_day IS NULL OR next_day > day)
