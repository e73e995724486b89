-- By how much rises of price moved what accounts pay between two days. Grain: customer_key; ordered so. Units: currency a month.
SELECT customer_key, CAST(sum(amount) AS DOUBLE) AS amount
FROM features_contract_moves
WHERE move = 'price' AND day > CAST($origin AS DATE) AND day <= CAST($until AS DATE)
GROUP BY customer_key
ORDER BY customer_key;
