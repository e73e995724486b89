-- features_signals_people: contacts of a customer, what they did with the company, what they answered and what people here say of the customer, by the day of a point.
-- Working table. Grain: point_no. Units: counts of people and events, shares, the scales of surveys and scores.
CREATE OR REPLACE TEMP TABLE features_signals_people AS
WITH contacts AS (
  SELECT point_no, count(*) AS contacts, count(*) FILTER (created_on > day - 182) AS fresh, count(DISTINCT team) AS teams
  FROM features_points AS point JOIN identity_contacts AS contact ON contact.customer_key = point.customer_key AND coalesce(created_on, start_on) <= day
  GROUP BY point_no
), contact_teams AS (
  SELECT point_no, 0 - sum(share * ln(share) ORDER BY team) AS entropy
  FROM (
    SELECT point_no, team, count(*) / CAST(sum(count(*)) OVER (PARTITION BY point_no) AS DOUBLE) AS share
    FROM features_points AS point JOIN identity_contacts AS contact ON contact.customer_key = point.customer_key AND coalesce(created_on, start_on) <= day AND team IS NOT NULL
    GROUP BY point_no, team
  ) GROUP BY point_no
), engaged AS (
  SELECT point_no,
    CAST(sum(quantity) FILTER (kind = 'email_open' AND engaged_on > day - 91) AS DOUBLE) / nullif(CAST(sum(quantity) FILTER (kind = 'email_sent' AND engaged_on > day - 91) AS DOUBLE), 0) AS opened,
    CAST(coalesce(sum(quantity) FILTER (kind = 'webinar'), 0) AS DOUBLE) AS webinars,
    CAST(coalesce(sum(quantity) FILTER (kind = 'community'), 0) AS DOUBLE) AS community,
    CAST(coalesce(sum(quantity) FILTER (kind = 'training'), 0) AS DOUBLE) AS trainings,
    CAST(coalesce(sum(quantity) FILTER (kind = 'meeting'), 0) AS DOUBLE) AS meetings,
    CAST(coalesce(sum(quantity) FILTER (kind = 'referral'), 0) AS DOUBLE) AS referrals,
    bool_or(kind = 'email_sent' AND engaged_on > day - 91) AS mailed
  FROM features_points AS point JOIN identity_engagement AS event ON event.customer_key = point.customer_key AND engaged_on <= day AND engaged_on > day - 365
  GROUP BY point_no
), answers AS (
  SELECT point_no, day, kind, answered_on, CAST(score AS DOUBLE) AS score, row_number() OVER (PARTITION BY point_no, kind ORDER BY answered_on DESC, score) AS back
  FROM features_points AS point JOIN identity_surveys AS survey ON survey.customer_key = point.customer_key AND answered_on <= day
), surveys AS (
  SELECT point_no,
    any_value(score) FILTER (kind = 'nps' AND back = 1) AS nps, any_value(score) FILTER (kind = 'nps' AND back = 2) AS nps_before,
    any_value(CAST(day - answered_on AS DOUBLE)) FILTER (kind = 'nps' AND back = 1) AS nps_age,
    any_value(score) FILTER (kind = 'csat' AND back = 1) AS csat, any_value(score) FILTER (kind = 'ces' AND back = 1) AS ces
  FROM answers GROUP BY point_no
), entered AS (
  SELECT point_no, dimension, arg_max(CASE WHEN expires_on IS NULL OR expires_on > day THEN CAST(score AS DOUBLE) END, entered_on) AS score,
    row_number() OVER (PARTITION BY point_no, dimension ORDER BY entered_on DESC, owner) AS back
  FROM features_points AS point JOIN identity_strategic_scores AS entry ON entry.customer_key = point.customer_key AND entered_on <= day
  GROUP BY point_no, dimension, entered_on, owner
), strategic AS (
  SELECT point_no,
    any_value(score) FILTER (dimension = 'brand') AS brand, any_value(score) FILTER (dimension = 'reference') AS reference,
    any_value(score) FILTER (dimension = 'influence') AS influence, any_value(score) FILTER (dimension = 'partner') AS partner
  FROM entered WHERE back = 1 GROUP BY point_no
)
SELECT
  point_no,
  CASE WHEN features_spans.contacts <= day THEN CAST(coalesce(contacts.contacts, 0) AS DOUBLE) END AS contacts,
  CASE WHEN features_spans.contacts <= day THEN CAST(coalesce(fresh, 0) AS DOUBLE) END AS contacts_new_182d,
  CASE WHEN features_spans.contacts <= day THEN CAST(coalesce(teams, 0) AS DOUBLE) END AS contact_teams,
  contact_teams.entropy AS contact_team_entropy,
  CASE WHEN mailed THEN coalesce(opened, 0) END AS email_open_share_91d,
  CASE WHEN features_spans.webinars <= day THEN coalesce(engaged.webinars, 0) END AS webinars_365d,
  CASE WHEN features_spans.community <= day THEN coalesce(engaged.community, 0) END AS community_365d,
  CASE WHEN features_spans.trainings <= day THEN coalesce(engaged.trainings, 0) END AS trainings_365d,
  CASE WHEN features_spans.meetings <= day THEN coalesce(engaged.meetings, 0) END AS meetings_365d,
  CASE WHEN features_spans.referrals <= day THEN coalesce(engaged.referrals, 0) END AS referrals_365d,
  nps,
  nps_age AS nps_age_days,
  nps - nps_before AS nps_change,
  csat,
  ces,
  brand AS strategic_brand,
  reference AS strategic_reference,
  influence AS strategic_influence,
  partner AS strategic_partner
FROM features_points CROSS JOIN features_spans
LEFT JOIN contacts USING (point_no) LEFT JOIN contact_teams USING (point_no) LEFT JOIN engaged USING (point_no) LEFT JOIN surveys USING (point_no) LEFT JOIN strategic USING (point_no);
