-- Gross margin of each customer in the last twelve calendar months that are over on the as-of day, in no order. Grain: customer_key with a row in them. Units: the run's currency.
SELECT CAST(sum(gross - refunds - goods - delivery) AS DOUBLE) AS margin
FROM ledger_contribution
WHERE month < date_trunc('month', CAST($as_of AS DATE) + 1) AND month >= date_trunc('month', CAST($as_of AS DATE) + 1) - INTERVAL 12 MONTH
GROUP BY customer_key;
