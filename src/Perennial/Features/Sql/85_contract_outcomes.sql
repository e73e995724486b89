-- What accounts did after a day, whose spell ran then. Grain: customer_key; ordered so. Units: left_after in days; revenue in currency, earned from the day after the origin to the last day.
-- left_after: days from the origin to the day the spell ended; NULL where it runs on the last day. mrr: recurring revenue on the last day.
WITH spells AS (
  SELECT customer_key, to_day FROM features_contract_spells WHERE from_day <= $origin AND (to_day IS NULL OR to_day > $origin)
), revenue AS (
  SELECT
    customer_key,
    sum(CAST(mrr AS DOUBLE) * (date_diff('day', greatest(from_day, CAST($origin AS DATE) + 1), least(coalesce(to_day, CAST($until AS DATE) + 1), CAST($until AS DATE) + 1))) / 30.4375 ORDER BY item, from_day, term_no) AS revenue,
    sum(mrr) FILTER (to_day IS NULL OR to_day > $until) AS mrr
  FROM ledger_earned WHERE from_day <= $until AND (to_day IS NULL OR to_day > CAST($origin AS DATE) + 1)
  GROUP BY customer_key
)
SELECT spells.customer_key, CASE WHEN to_day <= CAST($until AS DATE) + 1 THEN date_diff('day', CAST($origin AS DATE), to_day) END AS left_after, coalesce(revenue, 0) AS revenue, coalesce(revenue.mrr, 0) AS mrr
FROM spells LEFT JOIN revenue USING (customer_key)
ORDER BY customer_key;
