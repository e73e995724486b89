-- What customers left after a day, in the months that were over on another. Grain: customer_key; ordered so. Units: DOUBLE of the run's currency.
SELECT customer_key, CAST(sum(contribution) AS DOUBLE) AS contribution FROM ledger_contribution
WHERE month > date_trunc('month', CAST($since AS DATE)) AND month + INTERVAL 1 MONTH <= CAST($as_of AS DATE) + 1 GROUP BY customer_key ORDER BY customer_key;
