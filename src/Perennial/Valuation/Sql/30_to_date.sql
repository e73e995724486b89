-- What each customer has left so far. Grain: customer_key; ordered so. Units: the run's currency. segment: the customer's, NULL where none is known; subscribed: with a subscription, ever.
SELECT parts.customer_key, margin, contribution, segment, parts.customer_key IN (SELECT customer_key FROM ledger_recurring) AS subscribed
FROM (SELECT customer_key, CAST(sum(margin) AS DECIMAL(18, 4)) AS margin, CAST(sum(contribution) AS DECIMAL(18, 4)) AS contribution FROM ledger_contribution GROUP BY customer_key) AS parts
LEFT JOIN (SELECT customer_key, min(segment) AS segment FROM identity_traits GROUP BY customer_key) AS traits ON traits.customer_key = parts.customer_key
ORDER BY parts.customer_key;
