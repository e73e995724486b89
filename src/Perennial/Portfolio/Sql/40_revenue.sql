-- Net revenue to date of every customer with a used row, in no order. Grain: customer_key. Units: the run's currency, to be read as a column.
-- Buyers have theirs in features_histories; the rest (nothing but returns) are added up.
SELECT CAST(revenue AS DOUBLE) AS revenue
FROM (
  SELECT revenue_to_date AS revenue FROM features_histories
  UNION ALL
  SELECT CAST(sum(net) AS DECIMAL(18, 4))
  FROM ledger_days ANTI JOIN features_histories USING (customer_key)
  WHERE day <= CAST($as_of AS DATE)
  GROUP BY customer_key
) AS customers;
