-- What customers with recurring revenue at the opening of a period pay at its closing. Grain: customer_key. Units: DECIMAL(18,4) of the run's currency a month.
-- opening: at the end of the day before from_day; closing: at the end of to_day. left_between: was without recurring revenue at some time between.
SELECT customer_key, opening, closing, left_between
FROM (
  SELECT
    customer_key,
    CAST(coalesce(sum(amount) FILTER (day < $from_day), 0) AS DECIMAL(18, 4)) AS opening,
    CAST(sum(amount) AS DECIMAL(18, 4)) AS closing,
    bool_or(day >= $from_day AND starts_with(kind, 'churn')) AS left_between
  FROM ledger_movements WHERE day <= $to_day
  GROUP BY customer_key
)
WHERE opening > 0
ORDER BY customer_key;
