-- What customers of an opening did in the twelve months to a day, by group: everybody and segments on the as-of day and the ends of 24 months before it, other columns on the
-- as-of day. Grain: dimension x name x day. Units: DOUBLE of the run's currency a month; customers counted. The opening is the end of the day a year before; days less than a year
-- after the first movement are left out. kept: still there, as 81_recurring_kept counts those who came back. Expansion by kind is that of customers of the opening; an add-on of a
-- product whose name or line speaks of integration counts as one. The last three columns: sums over customers of squares and products of expansion and opening.
WITH days AS (
  SELECT CAST($as_of - to_months(CAST(back AS INTEGER)) AS DATE) AS day, CAST($as_of - to_months(CAST(back AS INTEGER)) - INTERVAL 1 YEAR AS DATE) AS opened, back FROM range(0, 25) AS months(back)
), integrations AS (
  SELECT customer_key, min(from_day) AS day FROM ledger_recurring JOIN identity_products ON product_id = item
  WHERE contains(lower(concat_ws(' ', name, product_line)), 'integration') GROUP BY customer_key, item
), movements AS (
  SELECT movement.customer_key, movement.day, amount,
    CASE WHEN kind = 'expansion-addon' AND integration.day IS NOT NULL THEN 'expansion-integration' ELSE kind END AS kind
  FROM ledger_movements AS movement LEFT JOIN (SELECT DISTINCT customer_key, day FROM integrations) AS integration ON integration.customer_key = movement.customer_key AND integration.day = movement.day
), customers AS (
  SELECT
    days.day, back, customer_key,
    coalesce(sum(amount) FILTER (movements.day <= opened), 0) AS opening,
    sum(amount) AS closing,
    bool_or(movements.day > opened AND starts_with(kind, 'churn')) AS left_between,
    coalesce(sum(amount) FILTER (movements.day > opened AND kind = 'expansion-seats'), 0) AS seats,
    coalesce(sum(amount) FILTER (movements.day > opened AND kind IN ('expansion-upgrade', 'expansion-addon')), 0) AS features,
    coalesce(sum(amount) FILTER (movements.day > opened AND kind = 'expansion-integration'), 0) AS integrations,
    coalesce(sum(amount) FILTER (movements.day > opened AND kind = 'expansion-price'), 0) AS price
  FROM days JOIN movements ON movements.day <= days.day
  WHERE opened >= (SELECT min(day) FROM ledger_movements)
  GROUP BY days.day, back, opened, customer_key
), judged AS (
  SELECT *, CAST(seats + features + integrations + price AS DOUBLE) AS grown, CAST(opening AS DOUBLE) AS had, CASE WHEN left_between AND NOT $reactivation THEN 0 ELSE greatest(closing, 0) END AS kept FROM customers WHERE opening > 0
)
SELECT
  dimension, name, day,
  count(*) AS customers,
  count(*) FILTER (kept > 0) AS stayed,
  CAST(sum(opening) AS DOUBLE), CAST(sum(kept) AS DOUBLE), CAST(sum(least(kept, opening)) AS DOUBLE),
  CAST(sum(seats) AS DOUBLE), CAST(sum(features) AS DOUBLE), CAST(sum(integrations) AS DOUBLE), CAST(sum(price) AS DOUBLE),
  sum(grown * grown ORDER BY customer_key), sum(grown * had ORDER BY customer_key), sum(had * had ORDER BY customer_key)
FROM judged JOIN portfolio_area_groups USING (customer_key)
WHERE back = 0 OR dimension IN ('', 'segment')
GROUP BY dimension, name, day
ORDER BY dimension, name, day;
