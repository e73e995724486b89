-- How customers who are there use the product and fare, by group and landmark: everybody and segments on every landmark of the last two years, other columns on the as-of day.
-- Grain: dimension x name x day. Units: as the metrics say; NULL where nothing is known. A mean is over the customers of whom it is known, whose number stands beside it.
-- there: features that any customer had used by the day. newcomers: known for 60 to 425 days.
WITH features AS (
  SELECT day, max(features_ever) AS there FROM features_signals_all GROUP BY day
), rows AS (
  SELECT signals.*, there FROM features_signals_all AS signals JOIN features USING (day) WHERE active AND day > CAST($as_of - INTERVAL 2 YEAR AS DATE)
), scale AS (
  SELECT CASE WHEN max(csat) <= 5 THEN 5.0 WHEN max(csat) <= 10 THEN 10.0 ELSE 100.0 END AS most FROM features_signals_all
)
SELECT
  dimension, name, day,
  avg(features_used_8w / nullif(there, 0) ORDER BY customer_key), count(features_used_8w / nullif(there, 0)),
  avg(use_days_28d ORDER BY customer_key), count(use_days_28d),
  avg(adoption_depth_8w ORDER BY customer_key), count(adoption_depth_8w),
  avg(least(seat_utilisation, 1) ORDER BY customer_key), count(seat_utilisation),
  avg(10 * csat / most ORDER BY customer_key), count(csat),
  avg(nps ORDER BY customer_key), count(nps),
  avg(10 * (satisfaction_365d - 1) / 4 ORDER BY customer_key), count(satisfaction_365d),
  avg(CASE WHEN incidents_182d > 0 THEN 0 ELSE 10 END ORDER BY customer_key) FILTER (incidents_182d IS NOT NULL), count(incidents_182d),
  avg(CASE WHEN features_first_60d >= there / 2 THEN 1 ELSE 0 END ORDER BY customer_key) FILTER (tenure_days BETWEEN 60 AND 425 AND features_first_60d IS NOT NULL),
  count(features_first_60d) FILTER (tenure_days BETWEEN 60 AND 425)
FROM rows CROSS JOIN scale JOIN portfolio_area_groups USING (customer_key)
WHERE landmark = 0 OR dimension IN ('', 'segment')
GROUP BY dimension, name, day
ORDER BY dimension, name, day;
