-- Of the opportunities with a purchase by the end of $as_of, the share with several purchase days. One row.
-- Grain: customer_key x opportunity, counted; customers whose key is a multiple of $step.
SELECT CAST(count(*) FILTER (days > 1) AS DOUBLE) / greatest(count(*), 1) AS several
FROM (
  SELECT customer_key, count(*) AS days
  FROM features_days
  WHERE is_purchase AND day <= CAST($as_of AS DATE) AND customer_key % $step = 0
  GROUP BY customer_key, features_opportunity(day, $days, $months, $shift, $shifted_months)
) AS bought;
