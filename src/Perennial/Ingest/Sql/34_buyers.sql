-- ingest_buyers: whoever owns a used row. Grain: customer_id, distinct, in no order.
-- used: used rows. money: sum of the amounts above 0, in the run's currency; NULL without any. first_sale: day of the first used sale; NULL without any.
CREATE OR REPLACE TABLE ingest_buyers AS
SELECT
  customer_id,
  count(*) AS used,
  sum(amount) FILTER (amount > 0) AS money,
  min(day) FILTER (kind = 1) AS first_sale
FROM ingest_rows WHERE disposition = 0
GROUP BY customer_id;
