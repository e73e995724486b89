-- How are the numbers of one whole column written? Grain: one row.
SELECT
  count(*) FILTER (point AND {{certain_point}}) AS certain_point,
  count(*) FILTER (comma AND {{certain_comma}}) AS certain_comma,
  count(*) FILTER (point) AS point_numbers,
  count(*) FILTER (comma) AS comma_numbers,
  count(*) FILTER (regexp_matches(v, '[.,]')) AS marked
FROM (SELECT v, {{point}} AS point, {{comma}} AS comma FROM (SELECT {{clean}} AS v FROM {{relation}} AS source));
