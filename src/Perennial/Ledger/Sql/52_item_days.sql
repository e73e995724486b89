-- ledger_item_days: what changed in one item of one customer on one day. Working table. Grain: customer_key x item x day.
-- Units: mrr_before, mrr_after, currency in the run's currency a month; mrr_before + currency is what the rates left of what was there.
CREATE OR REPLACE TEMP TABLE ledger_item_days AS
WITH edges AS (
  SELECT customer_key, item, from_day AS day, mrr AS mrr, coalesce(CASE WHEN mrr > 0 THEN quantity END, 0) AS quantity, currency_change AS currency,
    CASE WHEN mrr > 0 THEN plan END AS plan_in, NULL AS plan_out, NULL AS end_reason, status = 'paused' AS paused
  FROM ledger_recurring
  UNION ALL
  SELECT customer_key, item, to_day, -mrr, -coalesce(CASE WHEN mrr > 0 THEN quantity END, 0), 0, NULL, CASE WHEN mrr > 0 THEN plan END, end_reason, false
  FROM ledger_recurring WHERE to_day IS NOT NULL
), days AS (
  SELECT
    customer_key, item, day, CAST(sum(mrr) AS DECIMAL(18, 4)) AS mrr, CAST(sum(quantity) AS DECIMAL(18, 4)) AS quantity, CAST(sum(currency) AS DECIMAL(18, 4)) AS currency,
    max(plan_in) AS plan_in, max(plan_out) AS plan_out, max(end_reason) FILTER (end_reason <> 'change') AS end_reason, bool_or(paused) AS paused
  FROM edges GROUP BY customer_key, item, day
)
SELECT
  customer_key,
  item,
  day,
  CAST(sum(mrr) OVER so_far - mrr AS DECIMAL(18, 4)) AS mrr_before,
  CAST(sum(mrr) OVER so_far AS DECIMAL(18, 4)) AS mrr_after,
  currency,
  CAST(sum(quantity) OVER so_far - quantity AS DECIMAL(18, 4)) AS quantity_before,
  CAST(sum(quantity) OVER so_far AS DECIMAL(18, 4)) AS quantity_after,
  plan_in IS NOT NULL AND plan_out IS NOT NULL AND plan_in <> plan_out AS other_plan,
  end_reason,
  paused
FROM days
WINDOW so_far AS (PARTITION BY customer_key, item ORDER BY day);
