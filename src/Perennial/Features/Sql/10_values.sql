-- features_values(as_of): what each purchase day of a customer with returns is worth, as known at the end of as_of.
-- Grain: customer_key x day, only customers with a later return known by then. Units: DECIMAL(18,4) of the run's currency.
-- Rule R2: a return that names an order lowers that order's day.
-- Rule R3: every other later return lowers all earlier purchases in proportion, never below zero. Returns are taken in
-- the order of their days; what is left after each is a walk that zero reflects, hence the running minimum.
CREATE OR REPLACE MACRO features_values(as_of) AS TABLE
WITH known AS (
  SELECT customer_key, day, purchase_day, amount FROM ledger_refunds WHERE day <= as_of
), named AS (
  SELECT customer_key, purchase_day AS day, sum(amount) AS amount
  FROM known WHERE purchase_day IS NOT NULL
  GROUP BY ALL
), purchases AS (
  SELECT customer_key, day, days.value - coalesce(named.amount, 0) AS value
  FROM features_ledger AS days LEFT JOIN named USING (customer_key, day)
  WHERE days.is_purchase AND day <= as_of AND customer_key IN (SELECT customer_key FROM known)
), steps AS (
  -- A return comes before a sale of its own day: it can only lower earlier days.
  SELECT customer_key, day, 0 AS kind, -amount AS step FROM known WHERE purchase_day IS NULL
  UNION ALL
  SELECT customer_key, day, 1 AS kind, value AS step FROM purchases
), walk AS (
  SELECT *, sum(step) OVER (PARTITION BY customer_key ORDER BY day, kind) AS level FROM steps
), reflected AS (
  SELECT *, level - least(0, min(level) OVER (PARTITION BY customer_key ORDER BY day, kind)) AS remaining FROM walk
), kept AS (
  SELECT *, lag(remaining, 1, 0) OVER (PARTITION BY customer_key ORDER BY day, kind) AS before FROM reflected
), factors AS (
  SELECT *, CASE WHEN kind = 1 OR before = 0 THEN 1.0 ELSE CAST(remaining AS DOUBLE) / CAST(before AS DOUBLE) END AS factor
  FROM kept
)
SELECT
  customer_key,
  day,
  CAST(step * coalesce(product(factor) OVER (
    PARTITION BY customer_key ORDER BY day, kind ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 1.0) AS DECIMAL(18, 4)) AS value
FROM factors
QUALIFY kind = 1;
