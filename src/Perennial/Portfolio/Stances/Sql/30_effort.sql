-- What was spent on each customer in the last twelve whole months, by what it was for. Grain: customer_key; ordered so. Units: DOUBLE of the run's currency.
-- retention: interventions and pools of customer success; expansion: pools of sales that name customers; support, engineering: their pools. custom: engineering booked on this
-- customer alone. margin: gross margin of these months. minutes: of work on requests opened in them.
WITH last AS (
  SELECT CAST(date_trunc('month', CAST($as_of AS DATE) + 1) AS DATE) AS until
), spent AS (
  SELECT customer_key,
    CASE
      WHEN role = 'retention' OR lower(trim(pool)) IN ('success', 'customer success', 'retention') THEN 'retention'
      WHEN lower(trim(pool)) IN ('sales', 'expansion', 'account management', 'upsell') THEN 'expansion'
      WHEN lower(trim(pool)) IN ('support', 'helpdesk', 'service') THEN 'support'
      WHEN lower(trim(pool)) IN ('engineering', 'development', 'custom work') THEN 'engineering' END AS effort, amount
  FROM ledger_charges, last WHERE customer_key IS NOT NULL AND month < until AND month >= until - INTERVAL 12 MONTH
), direct AS (
  SELECT customer_key, sum(amount) AS amount FROM ledger_costs, last
  WHERE way = 'direct' AND lower(trim(pool)) IN ('engineering', 'development', 'custom work') AND from_day < until AND from_day >= until - INTERVAL 12 MONTH GROUP BY customer_key
), worked AS (
  SELECT customer_key, sum(minutes) AS minutes FROM identity_tickets, last
  WHERE superseded_at IS NULL AND CAST(opened_at AS DATE) < until AND CAST(opened_at AS DATE) >= until - INTERVAL 12 MONTH GROUP BY customer_key
), left_over AS (
  SELECT customer_key, sum(margin) AS margin FROM ledger_contribution, last WHERE month < until AND month >= until - INTERVAL 12 MONTH GROUP BY customer_key
), sums AS (
  SELECT customer_key, sum(amount) FILTER (effort = 'retention') AS retention, sum(amount) FILTER (effort = 'expansion') AS expansion,
    sum(amount) FILTER (effort = 'support') AS support, sum(amount) FILTER (effort = 'engineering') AS engineering
  FROM spent GROUP BY customer_key
)
SELECT customer_key, CAST(coalesce(retention, 0) AS DOUBLE) AS retention, CAST(coalesce(expansion, 0) AS DOUBLE) AS expansion, CAST(coalesce(support, 0) AS DOUBLE) AS support,
  CAST(coalesce(engineering, 0) AS DOUBLE) AS engineering, CAST(coalesce(direct.amount, 0) AS DOUBLE) AS custom, CAST(coalesce(margin, 0) AS DOUBLE) AS margin, CAST(coalesce(minutes, 0) AS DOUBLE) AS minutes
FROM sums FULL JOIN direct USING (customer_key) FULL JOIN worked USING (customer_key) FULL JOIN left_over USING (customer_key) ORDER BY customer_key;
