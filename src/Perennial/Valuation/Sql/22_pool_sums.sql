-- What each pool cost a customer in the window. Grain: pool x customer_key; ordered so. Units: cost in currency; squares: sum over months of cost squared by exposure.
-- A cost counts in the last month the customer was there, up to its own: what comes after the last purchase (a return, a question) is of that purchase.
WITH charges AS (
  SELECT charge.customer_key, pool, role, any_value(exposed.month) AS month, CAST(sum(amount) AS DOUBLE) AS amount, any_value(exposed.exposure) AS exposure
  FROM (SELECT * FROM ledger_charges WHERE customer_key IS NOT NULL AND NOT once AND role IN ('revenue', 'serve') AND month < CAST($until AS DATE)) AS charge
  ASOF JOIN valuation_exposures AS exposed ON exposed.customer_key = charge.customer_key AND exposed.month <= charge.month
  WHERE charge.month <= (SELECT max(month) FROM valuation_exposures)
  GROUP BY charge.customer_key, pool, role, exposed.month
)
SELECT pool, role, customer_key, sum(amount ORDER BY month) AS cost, sum(amount * amount / exposure ORDER BY month) AS squares
FROM charges GROUP BY pool, role, customer_key ORDER BY pool, role, customer_key;
