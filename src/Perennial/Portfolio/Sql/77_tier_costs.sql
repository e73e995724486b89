-- What customers of each tier brought and cost by quarter. Grain: quarter (its first day) x tier (from 0; -1 for customers in none); ordered so. Units: the run's currency; revenue net of returns,
-- serve: cost to serve. customers: with revenue or cost in the quarter. Quarters that are not over on the as-of day, or not booked, are left out. The tiers of a quarter add up to the ledger.
SELECT CAST(date_trunc('quarter', month) AS DATE) AS quarter, coalesce(tier, -1) AS tier, CAST(sum(gross - refunds) AS DECIMAL(18, 4)) AS revenue, CAST(sum(serve) AS DECIMAL(18, 4)) AS serve,
  CAST(count(DISTINCT contribution.customer_key) AS INTEGER) AS customers
FROM ledger_contribution AS contribution LEFT JOIN portfolio_tier_members AS members ON members.customer_key = contribution.customer_key
WHERE date_trunc('quarter', month) + INTERVAL 3 MONTH <= least(CAST($as_of AS DATE) + 1, coalesce((SELECT max(to_day) FROM ledger_cost_bookings), CAST($as_of AS DATE) + 1))
GROUP BY ALL ORDER BY quarter, tier;
