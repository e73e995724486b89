-- What ties each customer to product lines. Grain: customer_key x line; ordered so. Units: DOUBLE of the run's currency: recurring revenue of the as-of day or, of customers without
-- any, what was sold to them so far. line: the product line, else the product; the empty text is not known.
WITH lines AS (
  SELECT product_id, min(product_line) AS line FROM identity_products GROUP BY product_id
), running AS (
  SELECT customer_key, item, sum(mrr) AS weight FROM ledger_recurring
  WHERE status = 'active' AND from_day <= $as_of AND (to_day IS NULL OR to_day > $as_of) AND mrr > 0
  GROUP BY customer_key, item
), sold AS (
  SELECT customer_key, coalesce(product_id, '') AS item, sum(amount) AS weight
  FROM identity_rows ANTI JOIN running USING (customer_key)
  WHERE amount > 0 GROUP BY customer_key, coalesce(product_id, '')
)
SELECT customer_key, coalesce(line, item) AS line, CAST(sum(weight) AS DOUBLE) AS weight
FROM (SELECT * FROM running UNION ALL SELECT * FROM sold) LEFT JOIN lines ON lines.product_id = item
GROUP BY customer_key, coalesce(line, item) ORDER BY customer_key, coalesce(line, item);
