-- Terms that were due in a period and whether they went on. Grain: one row: due, renewed.
-- A term is a customer, an item and the day it ends, as stretches of subscriptions say; it was due where the customer still paid for the item the day before, and went
-- on where recurring revenue of the item is there on the day itself. What became known after the period does not count.
WITH terms AS (
  SELECT DISTINCT customer_key, coalesce(product_id, plan, '') AS item, term_ends_on AS due_on
  FROM identity_subscriptions
  WHERE term_ends_on BETWEEN $from_day AND $to_day
    AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $to_day)
    AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > $to_day)
), paid AS (
  SELECT terms.customer_key, terms.item, due_on,
    coalesce(sum(mrr) FILTER (from_day < due_on AND (to_day IS NULL OR to_day >= due_on)), 0) > 0 AS due,
    coalesce(sum(mrr) FILTER (from_day <= due_on AND (to_day IS NULL OR to_day > due_on)), 0) > 0 AS renewed
  FROM terms JOIN ledger_recurring AS stretch ON stretch.customer_key = terms.customer_key AND stretch.item = terms.item
  GROUP BY ALL
)
SELECT count(*) FILTER (due), count(*) FILTER (due AND renewed) FROM paid;
