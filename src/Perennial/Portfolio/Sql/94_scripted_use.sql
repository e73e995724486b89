-- Use of the last 90 days that looks like a script: one feature on nearly every day, by one person, and far more a day than others use it. Grain: customer_key x feature, ordered so.
-- rate: units a day and person; usual: its median over customers who use the feature, of whom there must be twenty. Rows that do not say how many people are left out.
WITH days AS (
  SELECT customer_key, feature, used_on, sum(quantity ORDER BY team NULLS FIRST) AS quantity, max(users) AS users
  FROM identity_usage WHERE used_on > CAST($as_of AS DATE) - 90 AND used_on <= CAST($as_of AS DATE) AND users > 0
  GROUP BY customer_key, feature, used_on
), customers AS (
  SELECT customer_key, feature, CAST(count(*) AS INTEGER) AS days, max(users) AS users, sum(quantity ORDER BY used_on) / sum(users) AS rate FROM days GROUP BY customer_key, feature
), usual AS (
  SELECT feature, median(rate) AS usual FROM customers GROUP BY feature HAVING count(*) >= 20
)
SELECT customer_key, feature, days, CAST(rate AS DOUBLE) AS rate, CAST(usual AS DOUBLE) AS usual
FROM customers JOIN usual USING (feature)
WHERE users = 1 AND days >= $fewest AND rate >= $times * usual
ORDER BY customer_key, feature;
