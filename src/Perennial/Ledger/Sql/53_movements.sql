-- ledger_movements: each change of a customer's recurring revenue. Grain: customer_key x day x kind; ordered so. Units: DECIMAL(18,4) of the run's currency a month.
-- kind: new, reactivation, expansion-seats, expansion-upgrade, expansion-addon, expansion-price, contraction-seats, contraction-downgrade, contraction-addon,
--   contraction-price, churn-voluntary, churn-payment, churn-pause, churn-unstated, currency. amount: negative for contraction and churn.
CREATE OR REPLACE TABLE ledger_movements AS
WITH totals AS (
  SELECT
    customer_key, day,
    sum(mrr_after - mrr_before) AS change, sum(currency) AS currency,
    sum(mrr_after) FILTER (mrr_before <= 0) AS began, sum(mrr_before + currency) FILTER (mrr_after <= 0) AS ended,
    max(end_reason) AS end_reason, bool_or(paused) AS paused
  FROM ledger_item_days GROUP BY customer_key, day
), levels AS (
  SELECT *, sum(change) OVER so_far - change AS before, sum(change) OVER so_far AS after FROM totals WINDOW so_far AS (PARTITION BY customer_key ORDER BY day)
), states AS (
  SELECT *, coalesce(max(after) OVER (PARTITION BY customer_key ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) > 0 AS was_customer FROM levels
), items AS (
  SELECT
    item.customer_key, item.day, item.other_plan,
    item.mrr_after - item.mrr_before - item.currency AS change,
    CASE WHEN item.quantity_before > 0 AND item.quantity_after > 0 AND item.quantity_before <> item.quantity_after
      THEN CAST(round(CAST(item.mrr_before + item.currency AS DOUBLE) * CAST(item.quantity_after - item.quantity_before AS DOUBLE) / CAST(item.quantity_before AS DOUBLE), 4) AS DECIMAL(18, 4))
      ELSE 0 END AS seats
  FROM ledger_item_days AS item JOIN states USING (customer_key, day)
  WHERE states.before > 0 AND states.after > 0 AND item.mrr_before > 0 AND item.mrr_after > 0
), movements AS (
  SELECT customer_key, day, 'currency' AS kind, currency AS amount FROM states
  UNION ALL
  SELECT customer_key, day, CASE WHEN was_customer THEN 'reactivation' ELSE 'new' END, change - currency FROM states WHERE before <= 0
  UNION ALL
  SELECT
    customer_key, day,
    CASE WHEN end_reason = 'payment' THEN 'churn-payment' WHEN end_reason = 'voluntary' THEN 'churn-voluntary' WHEN paused THEN 'churn-pause' ELSE 'churn-unstated' END,
    change - currency
  FROM states WHERE before > 0 AND after <= 0
  UNION ALL
  SELECT
    customer_key, day,
    CASE
      WHEN coalesce(began, 0) > 0 AND coalesce(ended, 0) > 0 THEN CASE WHEN began >= ended THEN 'expansion-upgrade' ELSE 'contraction-downgrade' END
      WHEN coalesce(began, 0) > 0 THEN 'expansion-addon' ELSE 'contraction-addon' END,
    coalesce(began, 0) - coalesce(ended, 0)
  FROM states WHERE before > 0 AND after > 0
  UNION ALL
  SELECT customer_key, day, CASE WHEN change > 0 THEN 'expansion-upgrade' ELSE 'contraction-downgrade' END, change FROM items WHERE other_plan
  UNION ALL
  SELECT customer_key, day, CASE WHEN seats > 0 THEN 'expansion-seats' ELSE 'contraction-seats' END, seats FROM items WHERE NOT other_plan
  UNION ALL
  SELECT customer_key, day, CASE WHEN change - seats > 0 THEN 'expansion-price' ELSE 'contraction-price' END, change - seats FROM items WHERE NOT other_plan
)
SELECT customer_key, day, kind, CAST(sum(amount) AS DECIMAL(18, 4)) AS amount
FROM movements
GROUP BY customer_key, day, kind
HAVING sum(amount) <> 0
ORDER BY customer_key, day, kind;
