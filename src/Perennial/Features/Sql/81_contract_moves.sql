-- features_contract_moves: what moved a customer's listed recurring revenue on a day. Grain: customer_key x day x move; ordered so. Units: currency a month.
-- move: expansion and contraction (seats, plan, add-ons), price (decided by the company), pause, start (new, reactivation, back from a pause), end, currency.
-- before, after: the customer's recurring revenue before the day and after it, all moves together.
CREATE OR REPLACE TEMP TABLE features_contract_moves AS
WITH levels AS (
  SELECT
    customer_key, day, amount,
    sum(amount) OVER (PARTITION BY customer_key ORDER BY day) AS after,
    sum(amount) OVER (PARTITION BY customer_key, day) AS change,
    CASE
      WHEN kind IN ('expansion-price', 'contraction-price') THEN 'price'
      WHEN kind LIKE 'expansion-%' THEN 'expansion'
      WHEN kind LIKE 'contraction-%' THEN 'contraction'
      WHEN kind = 'churn-pause' THEN 'pause'
      WHEN kind LIKE 'churn-%' THEN 'end'
      WHEN kind IN ('new', 'reactivation') THEN 'start'
      ELSE 'currency' END AS move
  FROM ledger_listed_movements
)
SELECT
  customer_key, day, move,
  CAST(sum(amount) AS DECIMAL(18, 4)) AS amount,
  CAST(any_value(after - change) AS DECIMAL(18, 4)) AS before,
  CAST(any_value(after) AS DECIMAL(18, 4)) AS after
FROM levels GROUP BY customer_key, day, move
ORDER BY customer_key, day, move;
