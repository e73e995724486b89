-- portfolio_area_groups: the groups a customer is in, by each column customers can be told apart by, and everybody. Grain: customer_key x dimension. Everybody: dimension and name ''.
-- A customer of whom a column says nothing is in no group of it.
CREATE OR REPLACE TEMP TABLE portfolio_area_groups AS
WITH traits AS (
  SELECT customer_key, min(segment) AS segment, min(channel) AS channel, min(country) AS country, min(industry) AS industry FROM identity_traits WHERE superseded_at IS NULL GROUP BY customer_key
), named AS (
  SELECT customer_key, 'segment' AS dimension, segment AS name FROM traits
  UNION ALL SELECT customer_key, 'channel', channel FROM traits
  UNION ALL SELECT customer_key, 'country', country FROM traits
  UNION ALL SELECT customer_key, 'industry', industry FROM traits
)
SELECT customer_key, dimension, name FROM named WHERE name <> ''
UNION ALL SELECT customer_key, '', '' FROM identity_customers;
