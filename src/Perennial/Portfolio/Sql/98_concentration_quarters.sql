-- Concentration of the net revenue of twelve months at the ends of quarters. Grain: day, the last of a quarter that is over on the as-of day and has a year of the ledger behind it (its first month counted whole); ordered so.
-- At most twelve of them. Units: revenue in the run's currency; shares 0 to 1; hhi 0 to 10,000. Customers below zero over the twelve months count as zero.
-- Squares of shares are added up as whole numbers of 1e-18, so that the sum is the same in any order.
WITH amounts AS (
  SELECT customer_key, date_trunc('quarter', day) AS quarter, sum(net) AS net
  FROM ledger_days WHERE day < date_trunc('quarter', CAST($as_of AS DATE) + 1) AND day >= date_trunc('quarter', CAST($as_of AS DATE) + 1) - INTERVAL 45 MONTH
  GROUP BY ALL
), years AS (
  SELECT customer_key, quarter + to_months(3 * k) AS quarter, sum(net) AS net
  FROM amounts, (SELECT unnest([0, 1, 2, 3]) AS k)
  GROUP BY ALL
  HAVING sum(net) > 0
), totals AS (
  SELECT quarter, count(*) AS customers, sum(net) AS revenue, max(net, 10) AS largest
  FROM years
  WHERE quarter < date_trunc('quarter', CAST($as_of AS DATE) + 1) AND quarter >= date_trunc('quarter', CAST($as_of AS DATE) + 1) - INTERVAL 36 MONTH
    AND quarter - INTERVAL 9 MONTH >= (SELECT date_trunc('month', min(day)) FROM ledger_days)
  GROUP BY quarter
), squares AS (
  SELECT quarter, sum(CAST(round(power(CAST(net AS DOUBLE) / CAST(revenue AS DOUBLE), 2) * 1e18) AS HUGEINT)) AS squares
  FROM years JOIN totals USING (quarter) GROUP BY quarter
)
SELECT
  CAST(quarter + INTERVAL 3 MONTH - INTERVAL 1 DAY AS DATE) AS day,
  customers,
  CAST(revenue AS DECIMAL(18, 4)) AS revenue,
  CAST(largest[1] AS DOUBLE) / CAST(revenue AS DOUBLE) AS top1,
  CAST(list_sum(largest[1:5]) AS DOUBLE) / CAST(revenue AS DOUBLE) AS top5,
  CAST(list_sum(largest) AS DOUBLE) / CAST(revenue AS DOUBLE) AS top10,
  CAST(squares AS DOUBLE) / 1e14 AS hhi
FROM totals JOIN squares USING (quarter)
ORDER BY quarter;
