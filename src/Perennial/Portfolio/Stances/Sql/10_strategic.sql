-- The last score people entered of each customer and kind, and whether it counts. Grain: customer_key x dimension; ordered so. Units: score 0 to 10.
-- standing: counts; or expired, no owner, no evidence, no expiry: then it does not count.
WITH last AS (
  SELECT customer_key, dimension, CAST(score AS DOUBLE) AS score, owner, evidence, entered_on, expires_on
  FROM identity_strategic_scores WHERE entered_on <= CAST($as_of AS DATE)
  QUALIFY row_number() OVER (PARTITION BY customer_key, dimension ORDER BY entered_on DESC, score DESC, owner) = 1
)
SELECT customer_key, dimension, score, owner, evidence, entered_on, expires_on,
  CASE
    WHEN owner IS NULL OR trim(owner) = '' THEN 'no owner'
    WHEN evidence IS NULL OR trim(evidence) = '' THEN 'no evidence'
    WHEN expires_on IS NULL THEN 'no expiry'
    WHEN expires_on <= CAST($as_of AS DATE) THEN 'expired'
    ELSE 'counts' END AS standing
FROM last ORDER BY customer_key, dimension;
