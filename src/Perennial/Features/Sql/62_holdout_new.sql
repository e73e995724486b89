-- Customers first seen in ($origin, $until]: nobody could know them at the origin. One row.
SELECT count(*) AS customers
FROM (
  SELECT min(day) AS first_day FROM ledger_days WHERE is_purchase AND day <= CAST($until AS DATE) GROUP BY customer_key
) AS firsts
WHERE first_day > CAST($origin AS DATE);
