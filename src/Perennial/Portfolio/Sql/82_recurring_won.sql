-- Customers won in a period who had no recurring revenue at its opening. Grain: one row.
SELECT count(*) FROM (
  SELECT customer_key FROM ledger_movements WHERE day <= $to_day
  GROUP BY customer_key
  HAVING coalesce(sum(amount) FILTER (day < $from_day), 0) <= 0 AND bool_or(day >= $from_day AND kind IN ('new', 'reactivation'))
);
