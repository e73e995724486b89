-- Net revenue of each customer in the twelve months up to the as-of day, in no order. Grain: customer_key with a row in them. Units: the run's currency, to be read as a column.
SELECT CAST(sum(net) AS DOUBLE) AS revenue FROM ledger_days WHERE day > CAST($as_of AS DATE) - INTERVAL 1 YEAR AND day <= CAST($as_of AS DATE) GROUP BY customer_key;
