-- Stretches of Stripe's subscriptions: the trial, what is paid for, a pause. Grain: stretch. Key: file_no, row, place. Units: amount a billing period, in the currency's major unit.
-- The export's amount is that of one unit of the plan. A week or a day is billed as its share of a month. A coupon for ever has no end of its discount; one for
-- months ends so long after the start; one for once ends with the first period. A coupon whose export did not come in takes nothing off.
WITH coupons AS (
  SELECT id, any_value(ingest_number(percent_off)) AS percent_off, any_value(ingest_minor(amount_off, currency)) AS amount_off, any_value(lower(duration)) AS duration,
    any_value(try_cast(duration_in_months AS INTEGER)) AS months
  FROM ingest_export_stripe_coupons GROUP BY id
), plain AS (
  SELECT file_no, "row", id, customer_id, product, plan, lower(status) AS state, ingest_number(quantity) AS quantity, currency, coupon, lower(interval) AS period,
    coalesce(try_cast(interval_count AS INTEGER), 1) AS periods, ingest_number(amount) * coalesce(ingest_number(quantity), 1) AS price,
    ingest_day(coalesce(start_date_utc, start_utc, created_utc)) AS first_day, ingest_day(trial_start_utc) AS trial_from, ingest_day(trial_end_utc) AS trial_to,
    ingest_day(ended_at_utc) AS last_day, ingest_day(current_period_start_utc) AS period_from, ingest_day(current_period_end_utc) AS period_to,
    canceled_at_utc IS NOT NULL AS said, lower(cancel_at_period_end) AS leaves, lower(cancellation_reason) AS why, lower(usage_type) = 'metered' AS metered
  FROM ingest_export_stripe_subscriptions WHERE left_out IS NULL
), priced AS (
  SELECT plain.*,
    CASE WHEN period IN ('year', 'yearly') THEN 12 * periods WHEN period IN ('week', 'day') THEN 1 ELSE periods END AS billing_months,
    CAST(CASE WHEN period = 'week' THEN price * 52 / 12 / periods WHEN period = 'day' THEN price * 365 / 12 / periods ELSE price END AS DECIMAL(18, 4)) AS amount,
    coupons.percent_off, coupons.amount_off, coupons.duration, coupons.months,
    greatest(coalesce(trial_to, first_day), first_day) AS paid_from
  FROM plain LEFT JOIN coupons ON coupons.id = plain.coupon
), stretches AS (
  SELECT *, 1 AS place, 'trial' AS status, coalesce(trial_from, first_day) AS starts_on,
    CASE WHEN state = 'trialing' THEN last_day ELSE least(trial_to, coalesce(last_day, trial_to)) END AS ends_on, state <> 'trialing' AND (last_day IS NULL OR last_day > trial_to) AS goes_on
  FROM priced WHERE trial_to IS NOT NULL
  UNION ALL
  SELECT *, 2, 'active', paid_from, CASE WHEN state = 'paused' THEN least(period_from, coalesce(last_day, period_from)) ELSE last_day END, state = 'paused'
  FROM priced WHERE state <> 'trialing' AND (last_day IS NULL OR last_day > paid_from OR trial_to IS NULL) AND (state <> 'paused' OR period_from > paid_from)
  UNION ALL
  SELECT *, 3, 'paused', coalesce(greatest(period_from, paid_from), paid_from), last_day, false FROM priced WHERE state = 'paused'
)
SELECT
  file_no, "row", place, id, customer_id, product, plan, status, starts_on, ends_on, quantity, currency, billing_months, metered,
  CASE WHEN status = 'trial' THEN 0 ELSE amount END AS amount,
  CASE WHEN status = 'active' AND duration IS NOT NULL THEN CAST(least(amount, coalesce(amount * percent_off / 100, amount_off)) AS DECIMAL(18, 4)) END AS discount,
  CASE WHEN status = 'active' THEN CAST(CASE duration WHEN 'repeating' THEN first_day + to_months(coalesce(months, 1)) WHEN 'once' THEN paid_from + to_months(CAST(billing_months AS INTEGER)) END AS DATE) END AS discount_until,
  CASE WHEN status <> 'trial' AND ends_on IS NULL THEN period_to END AS term_ends_on,
  CASE WHEN leaves IS NOT NULL THEN leaves <> 'true' END AS auto_renews,
  CASE WHEN ends_on IS NULL THEN NULL WHEN goes_on THEN 'change' WHEN why LIKE 'payment%' THEN 'payment' WHEN said OR why IS NOT NULL THEN 'voluntary' END AS end_reason
FROM stretches
