-- How much each customer was there in the window. Grain: customer_key; ordered so. Units: of valuation_exposures. n: months with any.
SELECT customer_key, any_value(segment) AS segment, CAST(sum(exposure ORDER BY month) AS DOUBLE) AS exposure, CAST(count(*) AS INTEGER) AS n
FROM valuation_exposures GROUP BY customer_key ORDER BY customer_key;
