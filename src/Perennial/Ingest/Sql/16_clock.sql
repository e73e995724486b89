-- Does a date column carry a time of day, an offset? Grain: one row.
SELECT coalesce(bool_or(contains(v, ':')), false) AS clock,
  coalesce(bool_or(length(v) > 16 AND contains(v, ':') AND regexp_matches(v, '(Z|UTC|GMT|[+-][0-9]{2}:?([0-9]{2})?)$')), false) AS zoned
FROM (SELECT {{clean}} AS v FROM {{relation}} AS source);
