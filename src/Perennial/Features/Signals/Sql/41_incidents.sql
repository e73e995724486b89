-- features_met: each incident a customer met. Working table. Grain: customer_key x incident_id. Units: minutes x users.
CREATE OR REPLACE TEMP TABLE features_met AS
SELECT customer_key, incident_id, CAST(started_at AS DATE) AS on_day, coalesce(sla_breached, false) AS breached,
  CAST(round(CAST(coalesce(minutes, 0) AS DOUBLE) * coalesce(users, 1)) AS BIGINT) AS user_minutes
FROM identity_incident_customers JOIN identity_incidents USING (incident_id)
WHERE CAST(started_at AS DATE) <= $as_of;

-- features_met_outcomes: what followed an incident or a missed agreement. Working table. Grain: customer_key x day. Known 60 days after the day.
-- use_change: ln of use in the four whole weeks after by that of the four before, a thousand million times, whole; only where an agreed level of service was missed
-- and there was use before. stayed: a subscription still ran 60 days later; NULL where none ran on the day.
CREATE OR REPLACE TEMP TABLE features_met_outcomes AS
WITH days AS (
  SELECT customer_key, on_day, bool_or(breached) AS breached, bool_or(met) AS met
  FROM (
    SELECT customer_key, on_day, breached, true AS met FROM features_met
    UNION ALL
    SELECT customer_key, CAST(opened_at AS DATE), true, false FROM identity_tickets WHERE sla_breached AND superseded_at IS NULL AND opened_at <= $as_of
  ) GROUP BY customer_key, on_day
), weeks AS (
  SELECT days.*, ($as_of - on_day) // 7 AS week FROM days
), used AS (
  SELECT weeks.customer_key, on_day,
    sum(use.quantity ORDER BY use.week) FILTER (use.week < weeks.week) AS after,
    sum(use.quantity ORDER BY use.week) FILTER (use.week > weeks.week) AS before
  FROM weeks JOIN features_use_totals AS use ON use.customer_key = weeks.customer_key AND use.week BETWEEN weeks.week - 4 AND weeks.week + 4
  WHERE breached
  GROUP BY weeks.customer_key, on_day
), ran AS (
  SELECT days.customer_key, on_day,
    bool_or(from_day <= on_day AND (to_day IS NULL OR to_day > on_day)) AS ran,
    bool_or(from_day <= on_day + 60 AND (to_day IS NULL OR to_day > on_day + 60)) AS runs
  FROM days JOIN ledger_recurring AS stretch ON stretch.customer_key = days.customer_key AND stretch.status <> 'trial'
  WHERE met
  GROUP BY days.customer_key, on_day
)
SELECT days.customer_key, days.on_day,
  CASE WHEN breached AND before > 0 AND days.on_day + 60 <= $as_of THEN CAST(round((ln(1 + coalesce(after, 0)) - ln(1 + before)) * 1e9) AS BIGINT) END AS use_change,
  CASE WHEN met AND ran AND days.on_day + 60 <= $as_of THEN runs END AS stayed
FROM days LEFT JOIN used USING (customer_key, on_day) LEFT JOIN ran USING (customer_key, on_day);

-- features_signals_incidents: incidents a customer met by the day of a point, and what followed them. Working table. Grain: point_no.
-- sla_sensitivity: mean change of use after a missed agreement, shrunk to the mean of the segment: the account's own mean weighs n / (n + within / between), with the
-- variances within and between accounts estimated from the segment's accounts, those that left too, as known on the day (method of moments; James and Stein's estimator with estimated variances).
-- incident_tolerance: (k + share * strength) / (k + strength), with the k incidents of the account that it stayed after and the share of all the segment's that were stayed
-- after; strength: as many incidents as make the segment's accounts spread as they do, from 2 to 200.
CREATE OR REPLACE TEMP TABLE features_signals_incidents AS
WITH sums AS (
  SELECT point_no,
    CAST(count(*) FILTER (on_day > day - 182) AS DOUBLE) AS met_incidents,
    CAST(sum(user_minutes) FILTER (on_day > day - 182) AS DOUBLE) AS user_minutes,
    CAST(count(*) FILTER (breached AND on_day > day - 365) AS DOUBLE) AS breached
  FROM features_points AS point JOIN features_met AS met ON met.customer_key = point.customer_key AND on_day <= day AND on_day > day - 365
  GROUP BY point_no
), accounts AS (
  SELECT point.customer_key, landmark, any_value(segment) AS segment,
    count(use_change) AS n, sum(CAST(use_change AS DOUBLE) / 1e9 ORDER BY on_day) AS total, sum((CAST(use_change AS DOUBLE) / 1e9) ** 2 ORDER BY on_day) AS squares,
    count(stayed) AS met, count(*) FILTER (stayed) AS stayed
  FROM features_candidates AS point JOIN features_met_outcomes AS after ON after.customer_key = point.customer_key AND on_day + 60 <= day
  GROUP BY point.customer_key, landmark
), segments AS (
  SELECT landmark, segment,
    sum(n) AS n, count(*) FILTER (n > 0) AS accounts,
    sum(total ORDER BY customer_key) AS total,
    sum(squares - total * total / nullif(n, 0) ORDER BY customer_key) AS within_sum,
    sum(total * total / nullif(n, 0) ORDER BY customer_key) AS of_means,
    sum(n * n) AS n_squares,
    sum(met) AS met, sum(stayed) AS stayed, sum(met * met) AS met_squares, count(*) FILTER (met > 0) AS met_accounts,
    sum(stayed * stayed / nullif(CAST(met AS DOUBLE), 0) ORDER BY customer_key) AS of_shares
  FROM accounts GROUP BY landmark, segment
), spread AS (
  SELECT landmark, segment, total / nullif(n, 0) AS mean,
    within_sum / nullif(n - accounts, 0) AS within,
    CASE WHEN accounts > 1 AND n > accounts THEN greatest((of_means - total * total / n - (accounts - 1) * within_sum / (n - accounts)) / (n - CAST(n_squares AS DOUBLE) / n), 0) END AS between_accounts,
    stayed / nullif(CAST(met AS DOUBLE), 0) AS share,
    CASE WHEN met_accounts > 1 AND met > met_accounts AND stayed < met AND stayed > 0 THEN
      (of_shares - CAST(stayed AS DOUBLE) * stayed / met) / ((met_accounts - 1) * (CAST(stayed AS DOUBLE) / met) * (1 - CAST(stayed AS DOUBLE) / met)) END AS ratio,
    (met - CAST(met_squares AS DOUBLE) / nullif(met, 0)) / nullif(met_accounts - 1, 0) AS typical
  FROM segments
), strengths AS (
  SELECT *, CASE WHEN ratio > 1 AND typical > 1 AND (ratio - 1) / (typical - 1) < 1 THEN least(greatest((typical - 1) / (ratio - 1) - 1, 2), 200) ELSE 200 END AS strength FROM spread
)
SELECT
  point.point_no,
  coalesce(met_incidents, 0) AS incidents_182d,
  coalesce(user_minutes, 0) AS incident_user_minutes_182d,
  coalesce(breached, 0) AS incident_breaches_365d,
  CASE WHEN accounts.n > 0 AND between_accounts > 0 AND within > 0
    THEN mean + (accounts.total / accounts.n - mean) * accounts.n / (accounts.n + within / between_accounts) ELSE mean END AS sla_sensitivity,
  (coalesce(accounts.stayed, 0) + share * strength) / (coalesce(accounts.met, 0) + strength) AS incident_tolerance
FROM features_points AS point JOIN features_spans ON features_spans.incidents <= day
LEFT JOIN sums ON sums.point_no = point.point_no LEFT JOIN accounts ON accounts.customer_key = point.customer_key AND accounts.landmark = point.landmark
LEFT JOIN strengths ON strengths.landmark = point.landmark AND strengths.segment = point.segment;
