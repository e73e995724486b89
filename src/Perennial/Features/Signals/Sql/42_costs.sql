-- features_signals_costs: what serving a customer had cost by the day of a point. Working table. Grain: point_no. Units: the run's currency, of bookings whose period ended in
-- the last 365 days. A booking counts from the day its period was over, or it was recorded, whichever is later.
CREATE OR REPLACE TEMP TABLE features_signals_costs AS
WITH booked AS (
  SELECT booking_no, greatest(to_day - 1, coalesce(CAST(known.recorded_at AS DATE), to_day - 1)) AS known_on
  FROM ledger_cost_bookings JOIN (SELECT cost_id, max(recorded_at) AS recorded_at FROM identity_costs GROUP BY cost_id) AS known USING (cost_id)
), sums AS (
  SELECT point_no,
    CAST(sum(amount) AS DOUBLE) AS cost,
    CAST(coalesce(sum(amount) FILTER (pool = 'support'), 0) AS DOUBLE) AS support,
    CAST(coalesce(sum(amount) FILTER (pool = 'infrastructure'), 0) AS DOUBLE) AS infrastructure,
    CAST(coalesce(sum(amount) FILTER (pool = 'engineering'), 0) AS DOUBLE) AS engineering,
    CAST(coalesce(sum(amount) FILTER (pool = 'compliance'), 0) AS DOUBLE) AS compliance
  FROM features_points AS point JOIN ledger_costs AS cost ON cost.customer_key = point.customer_key AND to_day - 1 <= day AND to_day - 1 > day - 365
  JOIN booked ON booked.booking_no = cost.booking_no AND known_on <= day
  GROUP BY point_no
)
SELECT
  point_no,
  coalesce(cost, 0) AS cost_365d,
  CASE WHEN features_spans.support <= day THEN coalesce(sums.support, 0) END AS support_cost_365d,
  CASE WHEN features_spans.infrastructure <= day THEN coalesce(sums.infrastructure, 0) END AS infrastructure_cost_365d,
  CASE WHEN features_spans.engineering <= day THEN coalesce(sums.engineering, 0) END AS engineering_cost_365d,
  CASE WHEN features_spans.compliance <= day THEN coalesce(sums.compliance, 0) END AS compliance_cost_365d
FROM features_points JOIN features_spans ON costs <= day LEFT JOIN sums USING (point_no);
