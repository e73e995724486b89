-- features_members: customers there are, with the first day on which each was known. Working table. Grain: customer_key.
-- contractual: has, or had, a subscription; who has none is not active or inactive.
CREATE OR REPLACE TEMP TABLE features_members AS
SELECT customer_key, min(day) AS start_on, bool_or(contractual) AS contractual
FROM (
  SELECT customer_key, signed_up_on AS day, false AS contractual FROM identity_traits WHERE superseded_at IS NULL AND signed_up_on IS NOT NULL
  UNION ALL
  SELECT customer_key, min(from_day), true FROM ledger_stretches GROUP BY customer_key
  UNION ALL
  SELECT customer_key, min(day), false FROM ledger_days GROUP BY customer_key
)
GROUP BY customer_key
HAVING min(day) <= $as_of;

-- features_points: the customers and days for which signals are wanted. Working table. Grain: point_no; ordered so: landmark, customer_key.
-- Landmark 0 is the as-of day, with every customer known by then; landmark k is k * $step days before, with customers who then had a running subscription (or never had
-- one), of a sample of customers: every n-th in key order, so that there are at most $most such points.
-- active: a subscription ran on the day, as known then, paying or by use; NULL for customers who never had one.
CREATE OR REPLACE TEMP TABLE features_points AS
WITH candidates AS (
  SELECT customer_key, landmark, CAST($as_of - landmark * CAST($step AS INTEGER) AS DATE) AS day, start_on, contractual
  FROM features_members, (SELECT CAST(unnest(range(0, CAST($landmarks AS BIGINT) + 1)) AS INTEGER) AS landmark)
  WHERE start_on <= $as_of - landmark * CAST($step AS INTEGER)
), running AS (
  SELECT DISTINCT candidates.customer_key, landmark
  FROM candidates JOIN ledger_stretches AS stretch ON stretch.customer_key = candidates.customer_key
    AND stretch.status = 'active' AND from_day <= day AND (to_day IS NULL OR to_day > day) AND known_from <= day AND (known_until IS NULL OR known_until > day)
), judged AS (
  SELECT candidates.*, running.customer_key IS NOT NULL AS runs FROM candidates LEFT JOIN running USING (customer_key, landmark)
), wanted AS (
  SELECT *, landmark = 0 OR runs OR NOT contractual AS useful FROM judged
), sized AS (
  SELECT *,
    greatest(CAST(ceil(count(*) FILTER (landmark > 0 AND useful) OVER () / CAST($most AS DOUBLE)) AS BIGINT), 1) AS stride,
    dense_rank() OVER (ORDER BY customer_key) - 1 AS place
  FROM wanted
)
SELECT
  row_number() OVER (ORDER BY landmark, sized.customer_key) AS point_no,
  sized.customer_key,
  landmark,
  day,
  start_on,
  CASE WHEN contractual THEN runs END AS active,
  coalesce(trait.segment, '') AS segment
FROM sized LEFT JOIN LATERAL (
  SELECT arg_max(segment, coalesce(recorded_at, TIMESTAMP '0001-01-01')) AS segment
  FROM features_groups AS known
  WHERE known.customer_key = sized.customer_key AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= day) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > day)
) AS trait ON true
WHERE useful AND (landmark = 0 OR place % stride = 0)
ORDER BY point_no;
