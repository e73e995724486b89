-- Months at risk that were over by a day, counted. Grain: segment x term x due x renewal x age x paused x raised; ordered so. What happened after the day changes nothing.
-- raised: a renewal that comes up with a rise of prices: the first of the account since its segment's prices rose, or one within 90 days after its own did. Who leaves at the first never
-- pays the new price, so that it is told by what others of the segment met: prices rose on the first day of a rise in the month, or the one before, in which at least five accounts, and
-- half of those that renewed and had seen none, met one.
WITH met AS (
  SELECT month.customer_key, month.segment, month.spell_no, month.age, month.from_day, month.event, min(move.day) AS rise
  FROM features_contract_months AS month LEFT JOIN features_contract_moves AS move
    ON move.customer_key = month.customer_key AND move.move = 'price' AND move.amount > 0 AND move.day >= month.from_day AND move.day < month.to_day AND move.day <= CAST($origin AS DATE)
  WHERE month.due AND month.to_day <= CAST($origin AS DATE) + 1
  GROUP BY ALL
), rises AS (
  SELECT *, min(rise) OVER (PARTITION BY customer_key) AS first_rise FROM met
), months AS (
  SELECT segment, date_trunc('month', from_day) AS month, min(rise) AS rise, count(rise) AS raised, count(*) AS renewed
  FROM rises WHERE event IS NULL AND (first_rise IS NULL OR first_rise >= from_day)
  GROUP BY ALL
), begun AS (
  SELECT segment, month, least(rise, coalesce(lag(rise) OVER (PARTITION BY segment ORDER BY month), rise)) AS since, raised, renewed FROM months
), segments AS (
  SELECT segment, min(since) AS since FROM begun WHERE raised >= 5 AND 2 * raised >= renewed GROUP BY segment
), firsts AS (
  SELECT move.customer_key, min(move.day) AS first_rise
  FROM features_contract_moves AS move JOIN (SELECT DISTINCT customer_key, segment FROM features_contract_spells) USING (customer_key) JOIN segments USING (segment)
  WHERE move.move = 'price' AND move.amount > 0 AND move.day >= since
  GROUP BY move.customer_key
), own AS (
  SELECT customer_key, spell_no, age, begin_day < since AND from_day >= since AND (first_rise IS NULL OR first_rise >= from_day - 90) AS raised
  FROM features_contract_months JOIN segments USING (segment) LEFT JOIN firsts USING (customer_key)
  WHERE due
)
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
  count(*) FILTER (event IS NOT NULL AND to_day > CAST($origin + to_months(-12) AS DATE)) AS left_of_year,
  coalesce(own.raised, false) AS raised
FROM features_contract_months LEFT JOIN own USING (customer_key, spell_no, age)
WHERE to_day <= CAST($origin AS DATE) + 1
GROUP BY ALL
ORDER BY segment, term, due, renewal, age, paused, raised;
