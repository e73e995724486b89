-- features_use_falls: how use of a feature fell. Working table. Grain: point_no x feature_no, of features used in at least eight of the weeks 5 to 30 before the day.
-- fall, fall_before: ln of use a week in the weeks 1 to 4, and 5 to 8, by the upper quartile of the weeks before (5 to 30, and 9 to 34); a half stands for nothing.
CREATE OR REPLACE TEMP TABLE features_use_falls AS
WITH ages AS (
  SELECT point_no, feature_no, use.week - landmark * CAST($step AS INTEGER) // 7 AS age, sum(quantity ORDER BY team) AS quantity
  FROM features_points AS point JOIN features_use_weeks AS use ON use.customer_key = point.customer_key
    AND use.week >= landmark * CAST($step AS INTEGER) // 7 AND use.week < landmark * CAST($step AS INTEGER) // 7 + 34
  JOIN features_use_features USING (feature)
  GROUP BY point_no, feature_no, age
)
SELECT point_no, feature_no,
  ln((coalesce(sum(quantity ORDER BY age) FILTER (age < 4), 0) / 4 + 0.5) / (quantile_disc(quantity, 0.75) FILTER (age BETWEEN 4 AND 29) + 0.5)) AS fall,
  CASE WHEN count(*) FILTER (age BETWEEN 8 AND 33) >= 8 THEN
    ln((coalesce(sum(quantity ORDER BY age) FILTER (age BETWEEN 4 AND 7), 0) / 4 + 0.5) / (quantile_disc(quantity, 0.75) FILTER (age BETWEEN 8 AND 33) + 0.5)) END AS fall_before
FROM ages GROUP BY point_no, feature_no
HAVING count(*) FILTER (age BETWEEN 4 AND 29) >= 8;

-- features_signals_adoption: which features a customer used by the day of a point. Working table. Grain: point_no. Units: counts, shares, logarithms.
-- The first weeks are sixty days from the day the customer was first known. feature_N is the N-th of features_use_features.
CREATE OR REPLACE TEMP TABLE features_signals_adoption AS
WITH recent AS (
  SELECT point_no, feature, sum(quantity ORDER BY team, use.week) AS quantity
  FROM features_points AS point JOIN features_use_weeks AS use ON use.customer_key = point.customer_key
    AND use.week >= landmark * CAST($step AS INTEGER) // 7 AND use.week < landmark * CAST($step AS INTEGER) // 7 + 8
  GROUP BY point_no, feature
), breadth AS (
  SELECT point_no, count(*) AS used, count(*) FILTER (quantity >= 3) AS adopted, max(quantity) / sum(quantity ORDER BY feature) AS most FROM recent GROUP BY point_no
), teams AS (
  SELECT point_no, count(*) AS teams, 0 - sum(share * ln(share) ORDER BY team) AS entropy
  FROM (
    SELECT point_no, team, sum(quantity ORDER BY feature, use.week) / sum(sum(quantity ORDER BY feature, use.week)) OVER (PARTITION BY point_no ORDER BY team ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS share
    FROM features_points AS point JOIN features_use_weeks AS use ON use.customer_key = point.customer_key AND team IS NOT NULL
      AND use.week >= landmark * CAST($step AS INTEGER) // 7 AND use.week < landmark * CAST($step AS INTEGER) // 7 + 8
    GROUP BY point_no, team
  ) GROUP BY point_no
), firsts AS (
  SELECT point_no,
    count(*) AS ever,
    count(*) FILTER (first_on <= start_on + 60) AS early,
    count(*) FILTER (feature_no = 1 AND first_on <= start_on + 60) AS early_1,
    count(*) FILTER (feature_no = 2 AND first_on <= start_on + 60) AS early_2,
    count(*) FILTER (feature_no = 3 AND first_on <= start_on + 60) AS early_3,
    count(*) FILTER (feature_no = 4 AND first_on <= start_on + 60) AS early_4,
    count(*) FILTER (feature_no = 5 AND first_on <= start_on + 60) AS early_5,
    count(*) FILTER (feature_no = 6 AND first_on <= start_on + 60) AS early_6
  FROM features_points AS point JOIN features_first_uses AS first ON first.customer_key = point.customer_key AND first_on <= day
  GROUP BY point_no
), there AS (
  SELECT point_no, count(*) AS features FROM features_points JOIN features_use_features ON first_on <= day GROUP BY point_no
), falls AS (
  SELECT point_no, min(fall) AS deepest, min(fall_before) AS deepest_before,
    any_value(fall) FILTER (feature_no = 1) AS fall_1,
    any_value(fall) FILTER (feature_no = 2) AS fall_2,
    any_value(fall) FILTER (feature_no = 3) AS fall_3,
    any_value(fall) FILTER (feature_no = 4) AS fall_4,
    any_value(fall) FILTER (feature_no = 5) AS fall_5,
    any_value(fall) FILTER (feature_no = 6) AS fall_6
  FROM features_use_falls GROUP BY point_no
)
SELECT
  point.point_no,
  CAST(coalesce(used, 0) AS DOUBLE) AS features_used_8w,
  coalesce(adopted, 0) / nullif(CAST(features AS DOUBLE), 0) AS adoption_depth_8w,
  most AS largest_feature_share_8w,
  CAST(coalesce(ever, 0) AS DOUBLE) AS features_ever,
  CAST(coalesce(early, 0) AS DOUBLE) AS features_first_60d,
  CASE WHEN listed >= 1 THEN CAST(coalesce(early_1, 0) AS DOUBLE) END AS feature_1_first_60d,
  CASE WHEN listed >= 2 THEN CAST(coalesce(early_2, 0) AS DOUBLE) END AS feature_2_first_60d,
  CASE WHEN listed >= 3 THEN CAST(coalesce(early_3, 0) AS DOUBLE) END AS feature_3_first_60d,
  CASE WHEN listed >= 4 THEN CAST(coalesce(early_4, 0) AS DOUBLE) END AS feature_4_first_60d,
  CASE WHEN listed >= 5 THEN CAST(coalesce(early_5, 0) AS DOUBLE) END AS feature_5_first_60d,
  CASE WHEN listed >= 6 THEN CAST(coalesce(early_6, 0) AS DOUBLE) END AS feature_6_first_60d,
  CAST(teams AS DOUBLE) AS teams_8w,
  entropy AS team_entropy_8w,
  deepest AS deepest_fall,
  deepest_before AS deepest_fall_before,
  fall_1 AS feature_1_fall,
  fall_2 AS feature_2_fall,
  fall_3 AS feature_3_fall,
  fall_4 AS feature_4_fall,
  fall_5 AS feature_5_fall,
  fall_6 AS feature_6_fall
FROM features_points AS point JOIN features_spans ON usage <= day CROSS JOIN (SELECT count(*) AS listed FROM features_use_features) AS all_features
LEFT JOIN breadth USING (point_no) LEFT JOIN teams USING (point_no) LEFT JOIN firsts USING (point_no) LEFT JOIN there USING (point_no) LEFT JOIN falls USING (point_no);
