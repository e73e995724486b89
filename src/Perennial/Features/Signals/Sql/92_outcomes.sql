-- What came after each landmark, within $horizon days. Grain: point_no of a landmark before the as-of day; ordered so. Units: the run's currency.
-- churned: an active customer had no running subscription on some day up to the horizon; a pause is none, as far as it is paused. left_on: the first such day.
-- by_payment: because the payment failed. net_revenue: sales less refunds as dated in the ledger. recurring_revenue: recurring revenue, earned day by day.
-- censored: the horizon is not over on the as-of day.
WITH points AS (
  SELECT point_no, customer_key, day, active FROM features_signals_all WHERE landmark > 0
), stretches AS (
  SELECT point_no, from_day, to_day, end_reason, mrr, points.day, active,
    max(coalesce(to_day, DATE '9999-01-01')) OVER (PARTITION BY point_no ORDER BY from_day, to_day NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
  FROM points JOIN ledger_recurring AS stretch ON stretch.customer_key = points.customer_key AND status <> 'trial' AND (to_day IS NULL OR to_day > points.day)
), joined AS (
  -- The stretches that follow one another from the day on without a day between.
  SELECT *, bool_or(coalesce(from_day > greatest(reached, day), from_day > day)) OVER (PARTITION BY point_no ORDER BY from_day, to_day NULLS LAST) AS after_gap FROM stretches
), ends AS (
  SELECT point_no,
    max(coalesce(to_day, DATE '9999-01-01')) FILTER (NOT after_gap) AS left_on,
    arg_max(end_reason, coalesce(to_day, DATE '9999-01-01')) FILTER (NOT after_gap) AS end_reason,
    sum(mrr * greatest(CAST(least(coalesce(to_day, day + CAST($horizon AS INTEGER) + 1), day + CAST($horizon AS INTEGER) + 1) - greatest(from_day, day + 1) AS BIGINT), 0)) AS mrr_days
  FROM joined GROUP BY point_no
), sold AS (
  SELECT point_no, sum(net) AS net
  FROM points JOIN ledger_days AS sale ON sale.customer_key = points.customer_key AND sale.day > points.day AND sale.day <= points.day + CAST($horizon AS INTEGER)
  GROUP BY point_no
)
SELECT
  point_no,
  coalesce(active AND left_on <= day + CAST($horizon AS INTEGER), false) AS churned,
  coalesce(active AND left_on <= day + CAST($horizon AS INTEGER) AND end_reason = 'payment', false) AS by_payment,
  coalesce(CASE WHEN active AND left_on <= $as_of THEN CAST(left_on - day AS INTEGER) END, 0) AS days_to_churn,
  CAST(coalesce(net, 0) AS DOUBLE) AS net_revenue,
  CAST(coalesce(mrr_days, 0) AS DOUBLE) * 12 / 365.25 AS recurring_revenue,
  day + CAST($horizon AS INTEGER) > $as_of AS censored
FROM points LEFT JOIN ends USING (point_no) LEFT JOIN sold USING (point_no)
ORDER BY point_no;
