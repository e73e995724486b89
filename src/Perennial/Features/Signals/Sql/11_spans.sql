-- features_spans: from which day on a source says something; before, that nothing is there does not mean that nothing was. Working table. Grain: one row.
-- NULL where the source did not come in. Events with the company by kind, costs by pool.
CREATE OR REPLACE TEMP TABLE features_spans AS
SELECT
  (SELECT min(from_day) FROM ledger_stretches) AS subscriptions,
  (SELECT min(day) FROM ledger_days) AS sales,
  (SELECT min(issued_on) FROM identity_invoices) AS invoices,
  (SELECT min(CAST(paid_at AS DATE)) FROM identity_payments) AS payments,
  (SELECT min(CAST(opened_at AS DATE)) FROM identity_tickets) AS tickets,
  (SELECT min(CAST(started_at AS DATE)) FROM identity_incidents) AS incidents,
  (SELECT min(from_day) FROM ledger_costs) AS costs,
  (SELECT min(used_on) FROM identity_usage) AS usage,
  (SELECT min(created_on) FROM identity_contacts) AS contacts,
  (SELECT min(greatest(happened_on, coalesce(CAST(recorded_at AS DATE), happened_on))) FROM identity_outside_events) AS outside,
  engaged.*,
  pools.*
FROM (
  SELECT min(engaged_on) FILTER (kind = 'webinar') AS webinars, min(engaged_on) FILTER (kind = 'community') AS community, min(engaged_on) FILTER (kind = 'training') AS trainings,
    min(engaged_on) FILTER (kind = 'meeting') AS meetings, min(engaged_on) FILTER (kind = 'referral') AS referrals
  FROM identity_engagement
) AS engaged, (
  SELECT min(from_day) FILTER (pool = 'support') AS support, min(from_day) FILTER (pool = 'infrastructure') AS infrastructure,
    min(from_day) FILTER (pool = 'engineering') AS engineering, min(from_day) FILTER (pool = 'compliance') AS compliance
  FROM ledger_costs
) AS pools;
