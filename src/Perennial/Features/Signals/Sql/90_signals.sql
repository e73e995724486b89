-- features_signals_all: every signal of every point. Grain: point_no (customer_key x landmark); ordered so. Units: those of the catalogue of signals, which has these columns in
-- this order from tenure_days on. NULL: missing; nothing is imputed.
CREATE OR REPLACE TABLE features_signals_all AS
SELECT
  point_no,
  point.customer_key,
  landmark,
  day,
  active,
  segment,
  CAST(day - start_on AS DOUBLE) AS tenure_days,
  revenue.* EXCLUDE (point_no),
  terms.* EXCLUDE (point_no),
  users_28d / nullif(seats, 0) AS seat_utilisation,
  payments.* EXCLUDE (point_no),
  purchases.* EXCLUDE (point_no),
  support.* EXCLUDE (point_no),
  incidents.* EXCLUDE (point_no),
  costs.* EXCLUDE (point_no),
  CASE WHEN net_revenue_365d > 0 THEN cost_365d / net_revenue_365d END AS cost_share_365d,
  use.* EXCLUDE (point_no),
  adoption.* EXCLUDE (point_no),
  people.* EXCLUDE (point_no),
  outside.* EXCLUDE (point_no)
FROM features_points AS point
LEFT JOIN features_signals_revenue AS revenue USING (point_no)
LEFT JOIN features_signals_terms AS terms USING (point_no)
LEFT JOIN features_signals_payments AS payments USING (point_no)
LEFT JOIN features_signals_purchases AS purchases USING (point_no)
LEFT JOIN features_signals_support AS support USING (point_no)
LEFT JOIN features_signals_incidents AS incidents USING (point_no)
LEFT JOIN features_signals_costs AS costs USING (point_no)
LEFT JOIN features_signals_use AS use USING (point_no)
LEFT JOIN features_signals_adoption AS adoption USING (point_no)
LEFT JOIN features_signals_people AS people USING (point_no)
LEFT JOIN features_signals_outside AS outside USING (point_no)
ORDER BY point_no;
