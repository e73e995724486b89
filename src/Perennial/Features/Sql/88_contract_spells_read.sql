-- How long spells lasted, up to a day, counted. Grain: segment x months x cause; ordered so. months: whole and begun ones; cause NULL where the spell still ran.
SELECT segment, CAST(date_diff('day', from_day, CASE WHEN to_day <= $origin THEN to_day ELSE CAST($origin AS DATE) + 1 END) / 30.4375 AS DOUBLE) AS months,
  CASE WHEN to_day <= $origin THEN cause END AS cause, count(*) AS spells
FROM features_contract_spells WHERE from_day <= $origin
GROUP BY ALL ORDER BY segment, months, cause NULLS FIRST;
