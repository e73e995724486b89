-- features_gaps_on(as_of): how regularly each customer had bought by the end of as_of.
-- Grain: customer_key, every customer with a purchase day by then.
-- log_gaps: sum of ln of the days between a purchase day and the one before, in trillionths, so that it does not depend on
-- the order of summing; 0 without a repeat purchase. Models of regular buying need it beside frequency and recency.
CREATE OR REPLACE MACRO features_gaps_on(as_of) AS TABLE
WITH gaps AS (
  SELECT customer_key, day - lag(day) OVER (PARTITION BY customer_key ORDER BY day) AS gap
  FROM features_ledger WHERE is_purchase AND day <= as_of
)
SELECT customer_key, CAST(coalesce(sum(CAST(round(ln(gap) * 1e12) AS BIGINT)), 0) AS HUGEINT) AS log_gaps
FROM gaps
GROUP BY customer_key;
