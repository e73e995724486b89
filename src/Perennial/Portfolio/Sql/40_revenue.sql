-- Net revenue to date of every customer with a used row, smallest first. Grain: customer_key. Units: the run's currency, to be read as a column.
SELECT CAST(CAST(sum(net) AS DECIMAL(18, 4)) AS DOUBLE) AS revenue
FROM ledger_days
WHERE day <= CAST($as_of AS DATE)
GROUP BY customer_key
ORDER BY revenue;
