-- The account at the top of each customer's hierarchy. Grain: customer_key, of customers who have a parent or are one; ordered so. top: the id of the ancestor that has no parent
-- itself, whether or not it is a customer; of accounts that are each other's parents the first id.
WITH RECURSIVE parents AS (
  SELECT customer_key, min(parent_id) AS parent_id FROM identity_traits WHERE superseded_at IS NULL AND parent_id IS NOT NULL GROUP BY customer_key
), up AS (
  SELECT customer_key, parent_id AS ancestor FROM parents
  UNION
  SELECT up.customer_key, parents.parent_id
  FROM up JOIN identity_known AS known ON known.customer_id = up.ancestor JOIN parents ON parents.customer_key = known.customer_key
), tops AS (
  SELECT up.customer_key, coalesce(min(ancestor) FILTER (parents.customer_key IS NULL), min(ancestor)) AS top
  FROM up LEFT JOIN identity_known AS known ON known.customer_id = up.ancestor LEFT JOIN parents ON parents.customer_key = known.customer_key
  GROUP BY up.customer_key
)
SELECT customer_key, min(top) AS top
FROM (
  SELECT customer_key, top FROM tops
  UNION
  SELECT known.customer_key, top FROM tops JOIN identity_known AS known ON known.customer_id = top
)
GROUP BY customer_key ORDER BY customer_key;
