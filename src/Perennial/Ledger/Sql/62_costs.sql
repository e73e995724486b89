-- ledger_costs: what a customer caused of a booking. Grain: booking_no x customer_key; ordered so. Units: amount DECIMAL(18,4) of the run's currency.
-- way: direct, time (a unit of capacity at its cost), activity (a share of the whole). avoidable: would go away with the customer.
-- What rounding leaves of a booking shared out whole goes to the customer with the largest share.
CREATE OR REPLACE TABLE ledger_costs AS
WITH totals AS (
  SELECT booking_no, sum(volume ORDER BY customer_key) AS volume FROM ledger_volumes GROUP BY booking_no
), shares AS (
  SELECT booked.booking_no, part.customer_key, booked.amount AS booked, part.volume,
    booked.capacity IS NOT NULL AS timed,
    booked.capacity IS NULL OR totals.volume >= booked.capacity AS whole,
    CAST(round(CAST(booked.amount AS DOUBLE) * part.volume / greatest(totals.volume, coalesce(CAST(booked.capacity AS DOUBLE), 0)), 4) AS DECIMAL(18, 4)) AS amount
  FROM ledger_booked AS booked JOIN totals USING (booking_no) JOIN ledger_volumes AS part USING (booking_no)
), settled AS (
  SELECT *,
    CASE WHEN whole AND row_number() OVER (PARTITION BY booking_no ORDER BY volume DESC, customer_key) = 1 THEN booked - sum(amount) OVER (PARTITION BY booking_no) ELSE 0 END AS rest
  FROM shares
), all_ways AS (
  SELECT booking_no, customer_key, CASE WHEN timed THEN 'time' ELSE 'activity' END AS way, CAST(amount + rest AS DECIMAL(18, 4)) AS amount FROM settled
  UNION ALL
  SELECT booking_no, customer_key, 'direct', amount FROM ledger_booked WHERE customer_key IS NOT NULL AND amount IS NOT NULL
)
SELECT all_ways.booking_no, all_ways.customer_key, pool, from_day, to_day, way, avoidable, all_ways.amount
FROM all_ways JOIN ledger_booked USING (booking_no)
WHERE all_ways.amount <> 0
ORDER BY all_ways.booking_no, all_ways.customer_key;

-- ledger_cost_bookings: each booking with what became of it. Grain: booking_no; ordered so. Units: DECIMAL(18,4) of the run's currency. allocated + unused = amount.
-- why: allocated whole, unused capacity, no driver, a driver nobody moved (no-volume), or a driver there is no measure of (unknown-driver).
CREATE OR REPLACE TABLE ledger_cost_bookings AS
SELECT
  booked.booking_no,
  booked.cost_id,
  booked.pool,
  booked.from_day,
  booked.to_day,
  booked.driver,
  booked.avoidable,
  booked.capacity,
  booked.amount,
  CAST(coalesce(caused.amount, 0) AS DECIMAL(18, 4)) AS allocated,
  CAST(booked.amount - coalesce(caused.amount, 0) AS DECIMAL(18, 4)) AS unused,
  CASE
    WHEN coalesce(caused.amount, 0) = booked.amount THEN 'allocated'
    WHEN caused.amount IS NOT NULL THEN 'unused-capacity'
    WHEN booked.driver IS NULL THEN 'no-driver'
    WHEN booked.driver NOT IN ('minutes', 'tickets', 'usage', 'incidents', 'user minutes', 'invoices', 'orders', 'returns', 'seats', 'customers', 'regulated customers') THEN 'unknown-driver'
    ELSE 'no-volume' END AS why
FROM ledger_booked AS booked LEFT JOIN (SELECT booking_no, sum(amount) AS amount FROM ledger_costs GROUP BY booking_no) AS caused USING (booking_no)
WHERE booked.amount IS NOT NULL
ORDER BY booked.booking_no;
