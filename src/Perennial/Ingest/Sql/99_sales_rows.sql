-- ingest_rows: what Ingest hands on, of a company. Grain: one sale or return. Key: day, row_no. Units: amount in the run's currency, converted at the last rate known on its day.
-- disposition: 0 used; 9 another currency without a rate; 10 after the as-of day; else the rule of the sale (ingest_rules).
CREATE OR REPLACE TABLE ingest_rows AS
WITH rates AS (
  SELECT currency, valid_on, max(rate) AS rate FROM ingest_exchange_rates WHERE rule = 0 GROUP BY currency, valid_on
), priced AS (
  SELECT sale.*, rates.rate FROM ingest_sales AS sale ASOF LEFT JOIN rates ON rates.currency = sale.currency AND rates.valid_on <= sale.day
)
SELECT
  row_no,
  file_no,
  customer_id,
  occurred,
  day,
  CAST(CASE WHEN currency IS NULL OR {{currency}} IS NULL OR currency = {{currency}} THEN amount ELSE round(amount * CAST(rate AS DOUBLE), 4) END AS DECIMAL(18, 4)) AS amount,
  order_id,
  product_id,
  quantity,
  {{currency}} AS currency,
  CAST(CASE WHEN amount < 0 THEN 2 ELSE 1 END AS UTINYINT) AS kind,
  CAST(CASE
    WHEN rule > 0 THEN rule
    WHEN currency IS NOT NULL AND {{currency}} IS NOT NULL AND currency <> {{currency}} AND rate IS NULL THEN 9
    WHEN day > {{as_of}} THEN 10
    ELSE 0 END AS UTINYINT) AS disposition
FROM priced
ORDER BY day, row_no, amount;

-- ingest_buyers: whoever owns a used row, or has a subscription that has begun. Grain: customer_id, distinct.
CREATE OR REPLACE TABLE ingest_buyers AS
SELECT customer_id FROM ingest_rows WHERE disposition = 0
UNION
SELECT coalesce(people.person_id, subscription.customer_id)
FROM ingest_subscriptions AS subscription
  LEFT JOIN (SELECT customer_id, any_value(person_id) AS person_id FROM ingest_customers WHERE rule = 0 AND person_id IS NOT NULL GROUP BY customer_id) AS people USING (customer_id)
WHERE subscription.rule = 0 AND subscription.customer_id IS NOT NULL AND subscription.starts_on <= {{as_of}};
