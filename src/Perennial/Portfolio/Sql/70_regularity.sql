-- Do purchases keep a billing rhythm? One row. Units: customers, pairs of purchases, days.
-- eligible: customers with at least three gaps. regular: those whose gaps are at least six days on average and have a
-- coefficient of variation of at most 0.2, written in whole numbers so that no rounding decides:
-- (n * sum(gap^2) - sum(gap)^2) / sum(gap)^2 <= 1/25.
-- pairs, same: pairs of following purchases with an amount, and those of equal amount. period: median mean gap of the regular.
WITH customers AS (
  SELECT customer_key, count(*) AS n, sum(gap) AS total, sum(CAST(gap AS BIGINT) * gap) AS squares
  FROM portfolio_purchases WHERE gap IS NOT NULL GROUP BY customer_key HAVING count(*) >= 3
), judged AS (
  SELECT n, total, total >= 6 * n AND 25 * (n * squares - total * total) <= total * total AS regular FROM customers
), pairs AS (
  SELECT count(same_value) AS pairs, count(*) FILTER (same_value) AS same FROM portfolio_purchases
)
SELECT
  (SELECT count(*) FROM judged) AS eligible,
  (SELECT count(*) FROM judged WHERE regular) AS regular,
  pairs,
  same,
  (SELECT coalesce(median(CAST(total AS DOUBLE) / n), 0) FROM judged WHERE regular) AS period
FROM pairs;
