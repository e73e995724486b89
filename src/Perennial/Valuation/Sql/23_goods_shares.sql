-- What goods cost of what was sold, a year back. Grain: customer_key; ordered so. Units: currency; squares: sum over days of cost squared by revenue. Days that sold nothing in all are left out.
WITH days AS (
  SELECT goods.customer_key, day, CAST(sum(revenue) AS DOUBLE) AS revenue, CAST(sum(cost) AS DOUBLE) AS cost
  FROM ledger_goods AS goods
  WHERE basis <> 'returned' AND day >= CAST($from AS DATE) AND day < CAST($until AS DATE) AND ($subscribed = (goods.customer_key IN (SELECT customer_key FROM ledger_recurring)))
  GROUP BY goods.customer_key, day HAVING sum(revenue) > 0
)
SELECT customer_key, sum(revenue ORDER BY day) AS revenue, sum(cost ORDER BY day) AS cost, sum(cost * cost / revenue ORDER BY day) AS squares, CAST(count(*) AS INTEGER) AS n
FROM days GROUP BY customer_key ORDER BY customer_key;
