-- features_signals_revenue: recurring revenue of a point, and how it moved. Working table. Grain: point_no. Units: the run's currency a month; days.
-- Levels are those of the customer, all items together, as known on the day; a move is a change of the level from one day to the next, without what exchange rates did,
-- where there was recurring revenue before and after. A propensity is a rate a year, drawn towards that of the segment as if the account had a year of it more.
CREATE OR REPLACE TEMP TABLE features_signals_revenue AS
WITH known AS (
  SELECT point_no, day, stretch.*
  FROM features_points AS point JOIN ledger_stretches AS stretch ON stretch.customer_key = point.customer_key
    AND from_day <= day AND known_from <= day AND (known_until IS NULL OR known_until > day)
), edges AS (
  SELECT point_no, day, from_day AS on_day, mrr AS change, currency_change AS currency FROM known
  UNION ALL
  SELECT point_no, day, to_day, -mrr, 0 FROM known WHERE to_day <= day
), days AS (
  SELECT point_no, day, on_day, sum(change) AS change, sum(currency) AS currency FROM edges GROUP BY point_no, day, on_day
), levels AS (
  SELECT *, sum(change) OVER so_far AS after, sum(change) OVER so_far - change AS before FROM days WINDOW so_far AS (PARTITION BY point_no ORDER BY on_day)
), moves AS (
  SELECT *, CASE WHEN before > 0 AND after > 0 THEN change - currency ELSE 0 END AS move FROM levels
), history AS (
  SELECT
    point_no,
    CAST(sum(change) AS DOUBLE) AS mrr,
    CAST(coalesce(sum(change) FILTER (on_day <= day - 91), 0) AS DOUBLE) AS mrr_before,
    count(*) FILTER (move > 0) AS expansions,
    count(*) FILTER (move < 0) AS contractions,
    CAST(coalesce(sum(move) FILTER (move > 0 AND on_day > day - 365), 0) AS DOUBLE) AS expansion_amount,
    CAST(coalesce(-sum(move) FILTER (move < 0 AND on_day > day - 365), 0) AS DOUBLE) AS contraction_amount,
    max(on_day) FILTER (move > 0) AS expanded_on,
    max(on_day) FILTER (move < 0) AS contracted_on,
    count(*) FILTER (before <= 0 AND after > 0) AS beginnings,
    min(on_day) FILTER (before <= 0 AND after > 0) AS paying_from,
    any_value(day) AS day
  FROM moves GROUP BY point_no
), segments AS (
  SELECT landmark, segment, CAST(sum(expansions) AS DOUBLE) * 365.25 / nullif(CAST(sum(history.day - paying_from) AS DOUBLE), 0) AS a_year
  FROM history JOIN features_points USING (point_no) GROUP BY landmark, segment
)
SELECT
  point_no,
  mrr,
  mrr * 12 AS acv,
  CASE WHEN mrr > 0 AND mrr_before > 0 THEN ln(mrr / mrr_before) END AS mrr_growth_91d,
  CAST(expansions AS DOUBLE) AS expansions,
  expansion_amount AS expansion_amount_365d,
  CAST(history.day - expanded_on AS DOUBLE) AS days_since_expansion,
  CAST(contractions AS DOUBLE) AS contractions,
  contraction_amount AS contraction_amount_365d,
  CAST(history.day - contracted_on AS DOUBLE) AS days_since_contraction,
  CAST(history.day - paying_from AS DOUBLE) AS paying_days,
  CAST(greatest(beginnings - 1, 0) AS DOUBLE) AS reactivations,
  (expansions + a_year) / (CAST(history.day - paying_from AS DOUBLE) / 365.25 + 1) AS expansion_propensity
FROM history JOIN features_points AS point USING (point_no) JOIN segments ON segments.landmark = point.landmark AND segments.segment = point.segment;
