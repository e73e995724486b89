-- ingest_seen: days on which something was seen to happen, of companies whose subscriptions alone say what was sold. Working table. Grain: day.
-- A stretch is seen to begin, and to end where a reason is given; the end of a period paid for in advance may lie beyond what is known. Other tables
-- may have been exported later; what is known of subscriptions ends with these.
CREATE OR REPLACE TEMP TABLE ingest_seen AS
SELECT day, count(*) AS n
FROM (
  SELECT starts_on AS day FROM ingest_subscriptions WHERE rule = 0
  UNION ALL SELECT ends_on FROM ingest_subscriptions WHERE rule = 0 AND end_reason IN ('voluntary', 'payment')
)
WHERE day IS NOT NULL
GROUP BY day ORDER BY day;
