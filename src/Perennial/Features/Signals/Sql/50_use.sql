-- features_signals_use: how much a customer used the product by the day of a point. Working table. Grain: point_no. Units: as in usage; weeks of seven days up to the day.
-- lived: whole weeks since the customer was first known, or usage of anybody was; weeks without use in them count as nothing used.
-- velocities: slope of ln(1 + use of a week) a week, by least squares.
CREATE OR REPLACE TEMP TABLE features_signals_use AS
WITH lived AS (
  SELECT point_no, customer_key, landmark * CAST($step AS INTEGER) // 7 AS first_week, least((day - greatest(start_on, usage) + 1) // 7, 26) AS weeks
  FROM features_points, features_spans WHERE usage <= day
), ages AS (
  SELECT point_no, weeks, use.week - first_week AS age, use.* EXCLUDE (customer_key, week)
  FROM lived JOIN features_use_totals AS use ON use.customer_key = lived.customer_key AND use.week >= first_week AND use.week < first_week + 26
), sums AS (
  SELECT point_no,
    sum(quantity ORDER BY age) FILTER (age < 4) AS quantity_4,
    sum(user_days) FILTER (age < 4) AS user_days_4,
    max(users) FILTER (age < 4) AS users_4,
    sum(minutes ORDER BY age) FILTER (age < 4) AS minutes_4,
    sum(errors) FILTER (age < 4) AS errors_4,
    sum(days) FILTER (age < 4) AS days_4,
    count(*) FILTER (age < 8 AND age < weeks) AS weeks_8,
    sum(log_quantity) FILTER (age < 8 AND age < weeks) AS y_8, sum(log_quantity * age) FILTER (age < 8 AND age < weeks) AS xy_8,
    sum(log_quantity) FILTER (age < weeks) AS y_26, sum(log_quantity * age) FILTER (age < weeks) AS xy_26,
    min(age) AS last_age
  FROM ages GROUP BY point_no
)
SELECT
  point_no,
  coalesce(quantity_4, 0) / 4 AS use_a_week_28d,
  CAST(coalesce(days_4, 0) AS DOUBLE) AS use_days_28d,
  CAST(coalesce(users_4, 0) AS DOUBLE) AS users_28d,
  quantity_4 / nullif(CAST(user_days_4 AS DOUBLE), 0) AS use_a_user_28d,
  minutes_4 / nullif(CAST(user_days_4 AS DOUBLE), 0) AS minutes_a_user_28d,
  errors_4 / nullif(quantity_4, 0) AS error_share_28d,
  CASE WHEN weeks >= 1 THEN coalesce(weeks_8, 0) / CAST(least(weeks, 8) AS DOUBLE) END AS weeks_used_share_8w,
  CAST(last_age AS DOUBLE) AS weeks_since_use,
  CASE WHEN weeks >= 4 THEN -(coalesce(xy_8, 0) - coalesce(y_8, 0) * (least(weeks, 8) - 1) / 2.0) / 1e9 * 12 / (CAST(least(weeks, 8) AS DOUBLE) ** 3 - least(weeks, 8)) END AS use_velocity_8w,
  CASE WHEN weeks >= 12 THEN -(coalesce(xy_26, 0) - coalesce(y_26, 0) * (weeks - 1) / 2.0) / 1e9 * 12 / (CAST(weeks AS DOUBLE) ** 3 - weeks) END AS use_velocity_26w
FROM lived LEFT JOIN sums USING (point_no);
