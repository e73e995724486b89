-- ledger_volumes: how much of a booking's driver each customer took in its period. Working table. Grain: booking_no x customer_key. Units: of the driver.
-- seats: mean seats over the days of the period. customers: 1 for a customer with recurring revenue on the first day of the period; for one without any subscription, with
-- a sale in it.
CREATE OR REPLACE TEMP TABLE ledger_volumes AS
WITH periods AS (
  SELECT DISTINCT driver, from_day, to_day FROM ledger_booked WHERE customer_key IS NULL AND driver IS NOT NULL AND amount IS NOT NULL
), events AS (
  SELECT customer_key, CAST(opened_at AS DATE) AS day, 'minutes' AS driver, CAST(sum(minutes) AS DOUBLE) AS volume FROM identity_tickets WHERE superseded_at IS NULL GROUP BY ALL
  UNION ALL
  SELECT customer_key, CAST(opened_at AS DATE), 'tickets', CAST(count(*) AS DOUBLE) FROM identity_tickets WHERE superseded_at IS NULL GROUP BY ALL
  UNION ALL
  SELECT customer_key, used_on, 'usage', CAST(sum(quantity) AS DOUBLE) FROM identity_usage GROUP BY ALL
  UNION ALL
  SELECT customer_key, CAST(started_at AS DATE), 'incidents', CAST(count(*) AS DOUBLE) FROM identity_incident_customers JOIN identity_incidents USING (incident_id) GROUP BY ALL
  UNION ALL
  SELECT customer_key, CAST(started_at AS DATE), 'user minutes', CAST(sum(greatest(coalesce(users, 1), 1) * coalesce(minutes, 0)) AS DOUBLE) FROM identity_incident_customers JOIN identity_incidents USING (incident_id) GROUP BY ALL
  UNION ALL
  SELECT customer_key, issued_on, 'invoices', CAST(count(*) AS DOUBLE) FROM identity_invoices WHERE superseded_at IS NULL GROUP BY ALL
  UNION ALL
  SELECT customer_key, day, 'orders', CAST(sum(orders) AS DOUBLE) FROM ledger_days WHERE orders > 0 GROUP BY ALL
  UNION ALL
  SELECT customer_key, day, 'returns', CAST(count(*) AS DOUBLE) FROM identity_rows WHERE kind = 2 GROUP BY ALL
), regulated AS (
  SELECT customer_key FROM identity_traits WHERE regulated GROUP BY customer_key
), active AS (
  SELECT DISTINCT driver, from_day, to_day, customer_key FROM (
    SELECT periods.*, customer_key FROM periods JOIN ledger_recurring AS stretch ON stretch.mrr > 0 AND stretch.from_day <= periods.from_day AND (stretch.to_day IS NULL OR stretch.to_day > periods.from_day)
    WHERE driver IN ('customers', 'regulated customers')
    UNION ALL
    SELECT periods.*, customer_key FROM periods JOIN ledger_days ON is_purchase AND day >= from_day AND day < to_day
    WHERE driver IN ('customers', 'regulated customers') AND customer_key NOT IN (SELECT customer_key FROM ledger_recurring)
  )
), taken AS (
  SELECT periods.driver, from_day, to_day, customer_key, sum(volume) AS volume
  FROM periods JOIN events ON events.driver = periods.driver AND events.day >= from_day AND events.day < to_day
  GROUP BY ALL
  UNION ALL
  SELECT driver, from_day, to_day, customer_key, 1 FROM active WHERE driver = 'customers' OR customer_key IN (SELECT customer_key FROM regulated)
  UNION ALL
  SELECT periods.driver, periods.from_day, periods.to_day, customer_key,
    sum(CAST(quantity AS DOUBLE) * (least(coalesce(stretch.to_day, periods.to_day), periods.to_day) - greatest(stretch.from_day, periods.from_day)) / (periods.to_day - periods.from_day))
  FROM periods JOIN ledger_recurring AS stretch ON stretch.mrr > 0 AND quantity > 0 AND stretch.from_day < periods.to_day AND (stretch.to_day IS NULL OR stretch.to_day > periods.from_day)
  WHERE periods.driver = 'seats'
  GROUP BY ALL
)
SELECT booking_no, taken.customer_key, taken.volume
FROM ledger_booked AS booked JOIN taken ON taken.driver = booked.driver AND taken.from_day = booked.from_day AND taken.to_day = booked.to_day
WHERE booked.customer_key IS NULL AND booked.amount IS NOT NULL AND taken.volume > 0;
