-- Months at risk that were over by a day, counted. Grain: segment x term x due x renewal x age x paused; ordered so. What happened after the day changes nothing.
SELECT
  segment, term, due, renewal, age, mrr = 0 AS paused,
  count(*) AS months,
  count(*) FILTER (event IN ('voluntary', 'unstated')) AS voluntary,
  count(*) FILTER (event = 'payment') AS payment,
  count(*) FILTER (expansion) AS expansions,
  count(*) FILTER (contraction) AS contractions,
  count(*) FILTER (pause) AS pauses,
  coalesce(sum(date_diff('day', from_day, end_day) / date_diff('day', from_day, to_day)) FILTER (event IN ('voluntary', 'unstated')), 0) AS voluntary_into,
  coalesce(sum(date_diff('day', from_day, end_day) / date_diff('day', from_day, to_day)) FILTER (event = 'payment'), 0) AS payment_into,
  count(*) FILTER (to_day > CAST($origin + to_months(-12) AS DATE)) AS months_of_year,
  count(*) FILTER (event IS NOT NULL AND to_day > CAST($origin + to_months(-12) AS DATE)) AS left_of_year
FROM features_contract_months
WHERE to_day <= CAST($origin AS DATE) + 1
GROUP BY ALL
ORDER BY segment, term, due, renewal, age, paused;
