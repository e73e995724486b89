-- What each customer brought and cost from the first booking on, the best first. Grain: customer_key. Units: DECIMAL(18,4) of the run's currency.
-- revenue: net, as dated, in the days the bookings cover.
WITH span AS (
  SELECT min(from_day) AS from_day, max(to_day) AS to_day FROM ledger_cost_bookings
), brought AS (
  SELECT customer_key, sum(net) AS revenue FROM ledger_days, span WHERE day >= from_day AND day < to_day GROUP BY customer_key
), cost AS (
  SELECT customer_key, sum(amount) AS cost FROM ledger_costs GROUP BY customer_key
)
SELECT customer_key, CAST(coalesce(revenue, 0) AS DECIMAL(18, 4)) AS revenue, CAST(coalesce(cost, 0) AS DECIMAL(18, 4)) AS cost
FROM brought FULL JOIN cost USING (customer_key)
ORDER BY coalesce(revenue, 0) - coalesce(cost, 0) DESC, customer_key;
