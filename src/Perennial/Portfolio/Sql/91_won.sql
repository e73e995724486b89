-- portfolio_won: customers who bought at least once, and where they came from. Working table. Grain: customer_key; ordered so. month: of sign-up, else of the first sale (its first day).
CREATE OR REPLACE TEMP TABLE portfolio_won AS
WITH traits AS (
  SELECT customer_key, min(signed_up_on) AS signed_up_on, min(lower(trim(channel))) AS channel FROM identity_traits GROUP BY customer_key
), bought AS (
  SELECT customer_key, min(day) AS first_day FROM ledger_days WHERE orders > 0 GROUP BY customer_key
)
SELECT bought.customer_key, coalesce(channel, '') AS channel, CAST(date_trunc('month', least(coalesce(signed_up_on, first_day), first_day)) AS DATE) AS month
FROM bought LEFT JOIN traits ON traits.customer_key = bought.customer_key ORDER BY bought.customer_key;
