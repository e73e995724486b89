-- ledger_days: one business day of one customer. Grain: customer_key x day, in the order of ledger_sums. Units: DECIMAL(18,4) of the run's currency.
-- gross, refunds, net (= gross - refunds): as dated, so they add up to the books whatever the rules below do.
-- orders: distinct order ids with a sale that day; rows that name no order count one each.
-- value: what the day is worth as a purchase after rule R1 (returns of the same day, except those that name an order of
--   an earlier day, are netted in the day); never below zero. 0 where the day is no purchase.
-- excess: what the day's returns take beyond its sales; it lowers earlier days (ledger_refunds).
-- is_purchase: the day has a sale and R1 did not take it back. A day of zero-value sales without returns is a purchase.
CREATE OR REPLACE TABLE ledger_days AS
SELECT
  customer_key,
  day,
  orders,
  gross,
  refunds,
  CAST(gross - refunds AS DECIMAL(18, 4)) AS net,
  CAST(CASE WHEN orders > 0 THEN greatest(gross - same_day, 0) ELSE 0 END AS DECIMAL(18, 4)) AS value,
  orders > 0 AND (gross > same_day OR (gross = 0 AND same_day = 0)) AS is_purchase,
  CAST(greatest(same_day - gross, 0) AS DECIMAL(18, 4)) AS excess
FROM ledger_sums;
