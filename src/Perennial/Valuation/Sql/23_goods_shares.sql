-- What goods cost of what was sold, and how much of it came back and stayed a cost. Grain: customer_key; ordered so. Units: currency; squares: sum over months of the square by what
-- was sold. A return counts in the last month with a sale up to its own.
WITH months AS (
  SELECT customer_key, CAST(date_trunc('month', day) AS DATE) AS month,
    CAST(sum(revenue) FILTER (basis <> 'returned') AS DOUBLE) AS revenue, CAST(sum(cost) AS DOUBLE) AS cost, CAST(-sum(revenue) FILTER (basis = 'returned') AS DOUBLE) AS back
  FROM ledger_goods
  WHERE day >= CAST($from AS DATE) AND day < CAST($until AS DATE) AND ($subscribed = (customer_key IN (SELECT customer_key FROM ledger_recurring)))
  GROUP BY customer_key, date_trunc('month', day)
), sold AS (
  SELECT customer_key, month, revenue, cost FROM months WHERE revenue > 0
), returned AS (
  SELECT months.customer_key, sold.month, sum(months.back) AS back
  FROM months ASOF JOIN sold ON sold.customer_key = months.customer_key AND sold.month <= months.month WHERE months.back > 0
  GROUP BY months.customer_key, sold.month
)
SELECT sold.customer_key, sum(revenue ORDER BY sold.month) AS revenue, sum(cost ORDER BY sold.month) AS cost, sum(cost * cost / revenue ORDER BY sold.month) AS squares,
  sum(coalesce(back, 0) ORDER BY sold.month) AS back, sum(coalesce(back, 0) * coalesce(back, 0) / revenue ORDER BY sold.month) AS back_squares, CAST(count(*) AS INTEGER) AS n
FROM sold LEFT JOIN returned ON returned.customer_key = sold.customer_key AND returned.month = sold.month
GROUP BY sold.customer_key ORDER BY sold.customer_key;
