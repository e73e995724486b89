-- What the ratios of a preset are made of, customer by customer. Appends to portfolio_presets. Grain: preset x customer_key. Units: DECIMAL(18,4) of the run's currency a month.
-- mrr: at the end of to_day. opening: at the opening of from_day. counted: of that customer's closing what counts in net retention: 0 where they were without in between unless $reactivation.
-- won: had none at the opening and was won since.
INSERT INTO portfolio_presets
SELECT
  $preset,
  customer_key,
  CAST(sum(amount) AS DECIMAL(18, 4)) AS mrr,
  CAST(greatest(coalesce(sum(amount) FILTER (day < $from_day), 0), 0) AS DECIMAL(18, 4)) AS opening,
  CAST(CASE
    WHEN coalesce(sum(amount) FILTER (day < $from_day), 0) <= 0 OR (bool_or(day >= $from_day AND starts_with(kind, 'churn')) AND NOT $reactivation) THEN 0
    ELSE sum(amount) END AS DECIMAL(18, 4)) AS counted,
  coalesce(sum(amount) FILTER (day < $from_day), 0) <= 0 AND bool_or(day >= $from_day AND kind IN ('new', 'reactivation')) AS won
FROM ledger_movements WHERE day <= $to_day
GROUP BY customer_key
ORDER BY customer_key;
