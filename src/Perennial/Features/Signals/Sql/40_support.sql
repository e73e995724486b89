-- features_signals_support: requests for support by the day of a point. Working table. Grain: point_no. Units: counts, days, hours, minutes, the scales of tickets.
-- What a request took, how it was judged and whether an agreed time was missed is known when it is solved; of one without that day, a month after it was opened.
CREATE OR REPLACE TEMP TABLE features_signals_support AS
WITH tickets AS (
  SELECT customer_key, CAST(opened_at AS DATE) AS opened_on, CAST(solved_at AS DATE) AS solved_on, coalesce(CAST(solved_at AS DATE), CAST(opened_at AS DATE) + 30) AS judged_on,
    severity IN ('high', 'urgent') AS grave, minutes, epoch(solved_at - opened_at) / 3600 AS hours, first_reply_minutes, sentiment, satisfaction, sla_breached, escalated,
    coalesce(CAST(recorded_at AS DATE), CAST(opened_at AS DATE)) AS known_from, CAST(superseded_at AS DATE) AS known_until
  FROM identity_tickets
), known AS (
  SELECT point_no, day, ticket.*, judged_on <= day AS judged
  FROM features_points AS point JOIN tickets AS ticket ON ticket.customer_key = point.customer_key
    AND opened_on <= day AND opened_on > day - 365 AND known_from <= day AND (known_until IS NULL OR known_until > day)
), sums AS (
  SELECT point_no,
    count(*) FILTER (opened_on > day - 91) AS tickets_91d,
    count(*) AS tickets_365d,
    count(*) FILTER (grave AND opened_on > day - 91) AS grave_91d,
    count(*) FILTER (opened_on > day - 28) AS tickets_28d,
    count(*) FILTER (NOT judged) AS unsolved,
    max(day - opened_on) FILTER (NOT judged) AS oldest,
    CAST(sum(minutes) FILTER (judged AND opened_on > day - 91) AS DOUBLE) AS minutes_91d,
    CAST(sum(CAST(round(hours * 1000) AS BIGINT)) FILTER (judged AND opened_on > day - 182) AS DOUBLE) / 1000 / nullif(count(hours) FILTER (judged AND opened_on > day - 182), 0) AS hours,
    CAST(sum(CAST(round(first_reply_minutes) AS BIGINT)) FILTER (judged AND opened_on > day - 182) AS DOUBLE) / nullif(count(first_reply_minutes) FILTER (judged AND opened_on > day - 182), 0) AS reply,
    CAST(sum(CAST(round(CAST(sentiment AS DOUBLE) * 1e6) AS BIGINT)) FILTER (opened_on > day - 182) AS DOUBLE) / 1e6 / nullif(count(sentiment) FILTER (opened_on > day - 182), 0) AS sentiment,
    CAST(sum(CAST(round(CAST(satisfaction AS DOUBLE) * 1e6) AS BIGINT)) FILTER (judged) AS DOUBLE) / 1e6 / nullif(count(satisfaction) FILTER (judged), 0) AS satisfaction,
    count(*) FILTER (judged AND sla_breached) AS breaches,
    count(*) FILTER (judged AND escalated) AS escalations
  FROM known GROUP BY point_no
)
SELECT
  point_no,
  CAST(coalesce(tickets_28d, 0) AS DOUBLE) AS tickets_28d,
  CAST(coalesce(tickets_91d, 0) AS DOUBLE) AS tickets_91d,
  CAST(coalesce(tickets_365d, 0) AS DOUBLE) AS tickets_365d,
  CAST(coalesce(grave_91d, 0) AS DOUBLE) AS grave_tickets_91d,
  CAST(coalesce(unsolved, 0) AS DOUBLE) AS unsolved_tickets,
  CAST(oldest AS DOUBLE) AS oldest_unsolved_days,
  coalesce(minutes_91d, 0) AS support_minutes_91d,
  hours AS resolution_hours_182d,
  reply AS first_reply_minutes_182d,
  sentiment AS sentiment_182d,
  satisfaction AS satisfaction_365d,
  CAST(coalesce(breaches, 0) AS DOUBLE) AS sla_breaches_365d,
  CAST(coalesce(escalations, 0) AS DOUBLE) AS escalations_365d
FROM features_points JOIN features_spans ON tickets <= day LEFT JOIN sums USING (point_no);
