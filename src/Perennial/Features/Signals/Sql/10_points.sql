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

-- features_candidates: the customers and days that may be wanted, with all that they are compared with. Working table. Grain: customer_key x landmark.
-- Landmark 0 is the as-of day, with every customer known by then; landmark k is k * $step days before, with the known customers of a sample: every n-th in key order, so that
-- there are at most $most points. active: a subscription ran on the day, as known then, paying or by use; NULL for customers who never had one.
CREATE OR REPLACE TEMP TABLE features_candidates AS
WITH candidates AS (
  SELECT customer_key, landmark, CAST($as_of - landmark * CAST($step AS INTEGER) AS DATE) AS day, start_on, contractual
  FROM features_members, (SELECT CAST(unnest(range(0, CAST($landmarks AS BIGINT) + 1)) AS INTEGER) AS landmark)
  WHERE start_on <= $as_of - landmark * CAST($step AS INTEGER)
), running AS (
  SELECT DISTINCT candidates.customer_key, landmark
  FROM candidates JOIN ledger_stretches AS stretch ON stretch.customer_key = candidates.customer_key
    AND stretch.status = 'active' AND from_day <= day AND (to_day IS NULL OR to_day > day) AND known_from <= day AND (known_until IS NULL OR known_until > day)
), judged AS (
  SELECT candidates.*, CASE WHEN contractual THEN running.customer_key IS NOT NULL END AS active FROM candidates LEFT JOIN running USING (customer_key, landmark)
), sized AS (
  SELECT *,
    greatest(CAST(ceil(count(*) FILTER (landmark > 0 AND active IS DISTINCT FROM false) OVER () / CAST($most AS DOUBLE)) AS BIGINT), 1) AS stride,
    dense_rank() OVER (ORDER BY customer_key) - 1 AS place
  FROM judged
), kept AS (
  SELECT * FROM sized WHERE landmark = 0 OR place % stride = 0
)
SELECT
  kept.customer_key,
  landmark,
  any_value(day) AS day,
  any_value(start_on) AS start_on,
  any_value(active) AS active,
  coalesce(arg_max(segment, coalesce(recorded_at, TIMESTAMP '0001-01-01')), '') AS segment
FROM kept LEFT JOIN features_groups AS known ON known.customer_key = kept.customer_key
  AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= day) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > day)
GROUP BY kept.customer_key, landmark;

-- features_points: the customers and days for which signals are wanted. Working table. Grain: point_no; ordered so: landmark, customer_key.
-- On landmarks before the as-of day, customers who then had a running subscription, and those who never had one.
CREATE OR REPLACE TEMP TABLE features_points AS
SELECT row_number() OVER (ORDER BY landmark, customer_key) AS point_no, *
FROM features_candidates WHERE landmark = 0 OR active IS DISTINCT FROM false
ORDER BY point_no;
