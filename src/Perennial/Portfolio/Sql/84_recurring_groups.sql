-- Recurring revenue over a period by segment, channel of acquisition and cohort (the year a customer first had some). Grain: dimension x name. Units: DECIMAL(18,4) of the
-- run's currency a month. Every customer is in one group of each dimension, so that the groups of a dimension add up to the whole; a missing segment or channel is a group too.
-- kept: closing of the customers of the opening, 0 for those who were without in between unless $reactivation; kept_capped: at most their opening each.
-- due, renewed: terms of the customers of the group, as in portfolio_renewals.
WITH customers AS (
  SELECT
    customer_key,
    coalesce(sum(amount) FILTER (day < $from_day), 0) AS opening,
    sum(amount) AS closing,
    bool_or(day >= $from_day AND starts_with(kind, 'churn')) AS left_between,
    coalesce(sum(amount) FILTER (day >= $from_day AND kind IN ('new', 'reactivation')), 0) AS won,
    coalesce(sum(amount) FILTER (day >= $from_day AND starts_with(kind, 'expansion')), 0) AS expansion,
    coalesce(sum(amount) FILTER (day >= $from_day AND starts_with(kind, 'contraction')), 0) AS contraction,
    coalesce(sum(amount) FILTER (day >= $from_day AND starts_with(kind, 'churn') AND kind <> 'churn-payment'), 0) AS churn,
    coalesce(sum(amount) FILTER (day >= $from_day AND kind = 'churn-payment'), 0) AS churn_payment,
    coalesce(sum(amount) FILTER (day >= $from_day AND kind = 'currency'), 0) AS currency,
    CAST(year(min(day)) AS VARCHAR) AS cohort
  FROM ledger_movements WHERE day <= $to_day GROUP BY customer_key
), traits AS (
  SELECT customer_key, min(segment) AS segment, min(channel) AS channel FROM identity_traits WHERE superseded_at IS NULL GROUP BY customer_key
), judged AS (
  SELECT customers.*, coalesce(segment, '') AS segment, coalesce(channel, '') AS channel, CASE WHEN left_between AND NOT $reactivation THEN 0 ELSE closing END AS kept,
    coalesce(due, 0) AS due, coalesce(renewed, 0) AS renewed
  FROM customers LEFT JOIN traits USING (customer_key) LEFT JOIN portfolio_renewals USING (customer_key)
), named AS (
  SELECT 'segment' AS dimension, segment AS name, * FROM judged
  UNION ALL SELECT 'channel', channel, * FROM judged
  UNION ALL SELECT 'cohort', cohort, * FROM judged
)
SELECT
  dimension,
  name,
  CAST(sum(opening) AS DECIMAL(18, 4)), CAST(sum(won) AS DECIMAL(18, 4)), CAST(sum(expansion) AS DECIMAL(18, 4)), CAST(sum(contraction) AS DECIMAL(18, 4)),
  CAST(sum(churn) AS DECIMAL(18, 4)), CAST(sum(churn_payment) AS DECIMAL(18, 4)), CAST(sum(currency) AS DECIMAL(18, 4)), CAST(sum(closing) AS DECIMAL(18, 4)),
  CAST(coalesce(sum(kept) FILTER (opening > 0), 0) AS DECIMAL(18, 4)),
  CAST(coalesce(sum(least(kept, opening)) FILTER (opening > 0), 0) AS DECIMAL(18, 4)),
  count(*) FILTER (opening > 0),
  count(*) FILTER (opening > 0 AND kept <= 0),
  count(*) FILTER (opening <= 0 AND won > 0),
  count(*) FILTER (closing > 0),
  CAST(sum(due) AS BIGINT),
  CAST(sum(renewed) AS BIGINT)
FROM named
GROUP BY dimension, name
HAVING sum(opening) > 0 OR sum(closing) > 0 OR sum(won) > 0
ORDER BY dimension, name;
