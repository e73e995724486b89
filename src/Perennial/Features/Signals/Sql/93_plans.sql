-- The plan each customer of the as-of day is on. Grain: customer_key; in the order of features_signals. Of several that run the one that brings most; the empty text is none.
SELECT signals.customer_key, coalesce(min(coalesce(plan, item)) FILTER (running.mrr = most), '') AS plan
FROM features_signals AS signals LEFT JOIN (
  SELECT customer_key, plan, item, sum(mrr) AS mrr, max(sum(mrr)) OVER (PARTITION BY customer_key) AS most
  FROM ledger_recurring WHERE status = 'active' AND from_day <= $as_of AND (to_day IS NULL OR to_day > $as_of)
  GROUP BY customer_key, plan, item
) AS running ON running.customer_key = signals.customer_key
GROUP BY signals.customer_key ORDER BY signals.customer_key;
