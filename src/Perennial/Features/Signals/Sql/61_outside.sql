-- features_signals_outside: what was heard of a customer from outside by the day of a point. Working table. Grain: point_no. Units: counts of events, days, values as stated.
-- Of several values of one day the largest counts.
CREATE OR REPLACE TEMP TABLE features_signals_outside AS
WITH heard AS (
  SELECT point_no,
    count(*) FILTER (kind = 'funding' AND happened_on > day - 730) AS fundings,
    any_value(day) - max(happened_on) FILTER (kind = 'funding') AS since_funding,
    count(*) FILTER (kind = 'hiring' AND happened_on > day - 365) AS hirings,
    count(*) FILTER (kind IN ('layoffs', 'merger', 'new_leader') AND happened_on > day - 365) AS alarms,
    max(struct_pack(on_day := happened_on, amount := CAST(value AS DOUBLE))) FILTER (kind = 'industry_trend' AND value IS NOT NULL) AS trend
  FROM features_points AS point JOIN identity_outside_events AS event ON event.customer_key = point.customer_key AND happened_on <= day
    AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= day) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > day)
  GROUP BY point_no
)
SELECT
  point_no,
  CAST(coalesce(fundings, 0) AS DOUBLE) AS fundings_730d,
  CAST(since_funding AS DOUBLE) AS days_since_funding,
  CAST(coalesce(hirings, 0) AS DOUBLE) AS hirings_365d,
  CAST(coalesce(alarms, 0) AS DOUBLE) AS alarms_365d,
  trend.amount AS industry_trend
FROM features_points JOIN features_spans ON features_spans.outside <= day LEFT JOIN heard USING (point_no);
