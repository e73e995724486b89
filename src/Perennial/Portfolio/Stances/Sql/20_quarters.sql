-- Requests for support beside gross margin, quarter by quarter back from the last whole month. Grain: customer_key x back (1 is the last quarter); ordered so.
-- Units: requests opened in the quarter; margin a quarter, DOUBLE of the run's currency: that of the twelve months up to its end (of the months since the first, where they are fewer), so
-- that a yearly invoice counts in all of them. $periods: quarters looked at.
WITH last AS (
  SELECT CAST(date_trunc('month', CAST($as_of AS DATE) + 1) AS DATE) AS until
), months AS (
  SELECT customer_key, month, 0 AS requests, margin FROM ledger_contribution
  UNION ALL
  SELECT customer_key, CAST(date_trunc('month', opened_at) AS DATE), 1, 0 FROM identity_tickets
  WHERE superseded_at IS NULL AND CAST(opened_at AS DATE) <= CAST($as_of AS DATE) AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= CAST($as_of AS DATE))
), placed AS (
  SELECT customer_key, date_diff('month', month, until) - 1 AS ago, requests, margin FROM months, last WHERE month < until
), firsts AS (
  SELECT customer_key, max(ago) AS first_ago FROM placed GROUP BY customer_key
)
SELECT customer_key, CAST(back AS INTEGER) AS back,
  CAST(coalesce(sum(requests) FILTER (ago >= 3 * (back - 1) AND ago < 3 * back), 0) AS INTEGER) AS requests,
  CAST(coalesce(sum(margin) FILTER (ago >= 3 * (back - 1) AND ago < 3 * (back - 1) + 12), 0) AS DOUBLE) * 3 / greatest(1, least(12, any_value(first_ago) - 3 * (back - 1) + 1)) AS margin
FROM placed JOIN firsts USING (customer_key), range(1, $periods + 1) AS quarters(back)
WHERE first_ago >= 3 * (back - 1)
GROUP BY customer_key, back ORDER BY customer_key, back;
