-- ledger_booked: what was spent on having customers, in the run's currency. Working table. Grain: booking whose period was over, and known, on the as-of day.
-- Key: booking_no. Units: amount DECIMAL(18,4). A booking in another currency is converted at the rate of its first day; without one it is left out (amount NULL).
CREATE OR REPLACE TEMP TABLE ledger_booked AS
WITH rates AS (
  SELECT currency, valid_on, max(rate) AS rate FROM identity_exchange_rates GROUP BY currency, valid_on
), known AS (
  SELECT *, coalesce(to_on, from_on + 1) AS until FROM identity_costs
  WHERE (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $as_of) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > $as_of)
)
SELECT
  row_number() OVER (ORDER BY from_on, until, pool, cost_id) AS booking_no,
  cost_id,
  pool,
  from_on AS from_day,
  until AS to_day,
  CAST(CASE WHEN known.currency IS NULL OR $currency IS NULL OR known.currency = $currency THEN amount ELSE round(amount * CAST(rates.rate AS DOUBLE), 4) END AS DECIMAL(18, 4)) AS amount,
  customer_key,
  lower(trim(driver)) AS driver,
  CASE WHEN capacity > 0 THEN capacity END AS capacity,
  coalesce(avoidable, false) AS avoidable
FROM known ASOF LEFT JOIN rates ON rates.currency = known.currency AND rates.valid_on <= known.from_on
WHERE until <= $as_of + 1;
