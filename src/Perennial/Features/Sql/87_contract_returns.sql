-- How those who paused or left came back, up to a day. Grain: state (paused, churned); ordered so. months: spent in the state, all accounts together; back: how many came back.
WITH pauses AS (
  SELECT customer_key, day, lead(day) OVER (PARTITION BY customer_key ORDER BY day) AS next_day, lead(move) OVER (PARTITION BY customer_key ORDER BY day) AS next_move
  FROM features_contract_moves WHERE move IN ('pause', 'start', 'end') AND day <= $origin
), paused AS (
  SELECT 'paused' AS state, greatest(date_diff('day', pause.day, coalesce(next_day, CAST($origin AS DATE) + 1)), 0) / 30.4375 AS months, next_move = 'start' AS back
  FROM pauses AS pause JOIN features_contract_moves AS move ON move.customer_key = pause.customer_key AND move.day = pause.day AND move.move = 'pause'
), churned AS (
  SELECT 'churned' AS state, date_diff('day', to_day, least(coalesce(next_day, DATE '9999-12-31'), CAST($origin AS DATE) + 1)) / 30.4375 AS months, coalesce(next_day <= $origin, false) AS back
  FROM (SELECT customer_key, to_day, lead(from_day) OVER (PARTITION BY customer_key ORDER BY spell_no) AS next_day FROM features_contract_spells)
  WHERE to_day <= $origin
)
SELECT state, coalesce(sum(months ORDER BY months), 0) AS months, count(*) FILTER (back) AS back FROM (FROM paused UNION ALL FROM churned) GROUP BY state ORDER BY state;
