-- features_sample: customers known at the end of $origin: every k-th in key order, with the smallest k that leaves at most $most.
-- Grain: customer_key. known: how many there are altogether.
CREATE OR REPLACE TEMP TABLE features_sample AS
SELECT customer_key, known
FROM (
  SELECT customer_key, row_number() OVER (ORDER BY customer_key) - 1 AS position, count(*) OVER () AS known
  FROM features_firsts WHERE first_day <= CAST($origin AS DATE)
) AS customers
WHERE position % greatest(1, (known + $most - 1) // $most) = 0;
