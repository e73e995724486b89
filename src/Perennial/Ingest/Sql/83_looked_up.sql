-- The customer of rows whose table does not name one, found through another table. Grain: one row of the table; one for which nothing is found stays without.
UPDATE {{table}} SET customer_id = known.customer_id
FROM (SELECT {{column}} AS id, max(customer_id) AS customer_id FROM {{through}} WHERE rule = 0 GROUP BY {{column}}) AS known
WHERE {{table}}.customer_id IS NULL AND {{table}}.{{column}} = known.id;
