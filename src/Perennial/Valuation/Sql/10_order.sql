-- The customers in the order of the exports.
-- Grain: customer_key. Order: customer_id, by code point.
SELECT customer_key, customer_id
FROM identity_customers
ORDER BY customer_id;
