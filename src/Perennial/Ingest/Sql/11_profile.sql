-- One column of ingest_sample, described. Grain: one row. n to distinct_values and steps_of_one are over all its rows; the shapes over every {{stride}}th.
WITH cell AS (SELECT rowid AS i, {{clean}} AS v FROM ingest_sample),
whole AS (
  SELECT count(*) AS n, count(v) AS filled, count(DISTINCT v) AS distinct_values, count(*) FILTER (step = 1) AS steps_of_one
  FROM (SELECT v, try_cast(v AS DOUBLE) - lag(try_cast(v AS DOUBLE)) OVER (ORDER BY i) AS step FROM cell)
),
shape AS MATERIALIZED (
  SELECT v, try_cast(v AS DOUBLE) AS x, {{point}} AS point, {{comma}} AS comma FROM cell WHERE i % {{stride}} = 0
)
SELECT
  any_value(n) AS n,
  any_value(filled) AS filled,
  any_value(distinct_values) AS distinct_values,
  count(*) FILTER (point) AS point_numbers,
  count(*) FILTER (comma) AS comma_numbers,
  count(*) FILTER (point AND {{certain_point}}) AS certain_point,
  count(*) FILTER (comma AND {{certain_comma}}) AS certain_comma,
  count(*) FILTER (regexp_full_match(v, '[+-]?\d+(\.0+)?')) AS whole,
  count(*) FILTER (regexp_full_match(v, '\d+\.0+')) AS dot_zero,
  count(*) FILTER (regexp_matches(v, '^[(+]?-|^\(|-$|\x{2212}')) AS negative,
  count(*) FILTER (regexp_matches(v, '\p{Sc}|^[A-Z]{3} ?\d|\d ?[A-Z]{3}$')) AS with_currency,
  count(*) FILTER (regexp_full_match(v, '0\d+')) AS leading_zero,
  count(*) FILTER (contains(v, '@') AND regexp_full_match(v, '[^@\s]+@[^@\s]+\.[^@\s]+')) AS emails,
  count(*) FILTER (regexp_matches(v, '\p{L}')) AS with_letters,
  count(*) FILTER (contains(v, ' ')) AS with_blanks,
  coalesce(avg(length(v)), 0) AS mean_length,
  coalesce(max(length(v)), 0) AS longest,
  count(*) FILTER (v = '1' OR v = '1.0') AS ones,
  coalesce(median(abs(x)), 0) AS median_number,
  coalesce(max(abs(x)) FILTER (isfinite(x)), 0) AS largest_number,
  count(*) FILTER (regexp_full_match(v, '[A-Za-z]{3}')) AS three_letters,
  count(*) FILTER (regexp_full_match(lower(v), '{{status_words}}')) AS status_words,
  count(*) FILTER (regexp_full_match(lower(v), '{{type_words}}')) AS type_words,
  count(*) FILTER (contains(v, ':')) AS with_clock,
  any_value(steps_of_one) AS steps_of_one,
  count(v) AS shape_filled,
  count(*) FILTER (regexp_full_match(v, '{{time}}')) AS clocks,
  count(*) FILTER (contains(v, ':') AND regexp_matches(v, '{{midnight}}')) AS midnights,
  {{dates}}
FROM whole LEFT JOIN shape ON true;
