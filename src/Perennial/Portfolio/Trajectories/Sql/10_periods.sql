-- What customers brought in each of the last $periods times 28 days. Grain: customer_key x period (0 ends on the as-of day), only periods with a sale or a return; ordered so.
-- Units: the run's currency, sales less refunds as dated in the ledger.
SELECT customer_key, CAST((CAST($as_of AS DATE) - day) // 28 AS INTEGER) AS period, CAST(sum(net) AS DOUBLE) AS net
FROM ledger_days
WHERE day <= CAST($as_of AS DATE) AND day > CAST($as_of AS DATE) - 28 * CAST($periods AS INTEGER)
GROUP BY ALL
ORDER BY customer_key, period;
