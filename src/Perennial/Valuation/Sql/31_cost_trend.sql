-- What customers cost by quarter and segment. Grain: quarter (its first day) x segment; ordered so. Units: the run's currency. delivery: pools that are cost of revenue; serve: cost to serve.
-- customers: with revenue or cost in the quarter. Quarters that are not over on the as-of day, or not booked, are left out.
SELECT CAST(date_trunc('quarter', month) AS DATE) AS quarter, coalesce(segment, '') AS segment, CAST(sum(delivery) AS DECIMAL(18, 4)) AS delivery, CAST(sum(serve) AS DECIMAL(18, 4)) AS serve,
  CAST(count(DISTINCT contribution.customer_key) AS INTEGER) AS customers
FROM ledger_contribution AS contribution LEFT JOIN (SELECT customer_key, min(segment) AS segment FROM identity_traits GROUP BY customer_key) AS traits ON traits.customer_key = contribution.customer_key
WHERE date_trunc('quarter', month) + INTERVAL 3 MONTH <= least(CAST($as_of AS DATE) + 1, coalesce((SELECT max(to_day) FROM ledger_cost_bookings), CAST($as_of AS DATE) + 1))
GROUP BY ALL ORDER BY quarter, segment;
