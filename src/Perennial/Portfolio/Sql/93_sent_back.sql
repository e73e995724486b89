-- How many of a customer's purchase days were sent back by the end of $as_of. Grain: customer_key, ordered so. Units: counts; DECIMAL(18,4) of the run's currency.
-- back: days of which returns that name their order took at least half. sold: what all days were worth; returned: what those returns took.
WITH returned AS (
  SELECT customer_key, purchase_day AS day, sum(amount) AS amount FROM ledger_refunds WHERE purchase_day IS NOT NULL AND day <= CAST($as_of AS DATE) GROUP BY ALL
)
SELECT
  customer_key,
  CAST(count(*) AS INTEGER) AS bought,
  CAST(count(*) FILTER (2 * returned.amount >= value) AS INTEGER) AS back,
  CAST(sum(value) AS DECIMAL(18, 4)) AS sold,
  CAST(coalesce(sum(returned.amount), 0) AS DECIMAL(18, 4)) AS returned
FROM ledger_days LEFT JOIN returned USING (customer_key, day)
WHERE is_purchase AND value > 0 AND ledger_days.day <= CAST($as_of AS DATE)
GROUP BY customer_key
ORDER BY customer_key;
