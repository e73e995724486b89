-- The scores as the workspace keeps them: the surrogate key in place of the customer's id.
-- Grain: customer_key. Units as in reports_scores.
SELECT identity_customers.customer_key, reports_scores.* EXCLUDE (customer_id)
  REPLACE (nullif(first_purchase, DATE '0001-01-01') AS first_purchase, nullif(last_purchase, DATE '0001-01-01') AS last_purchase)
FROM reports_scores JOIN identity_customers USING (customer_id);
