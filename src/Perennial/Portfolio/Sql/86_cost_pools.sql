-- Cost to serve by pool. Grain: pool, the dearest first. Units: DECIMAL(18,4) of the run's currency; unused: what no customer took, without_driver: what nothing shares out.
SELECT
  pool,
  CAST(sum(amount) AS DECIMAL(18, 4)) AS amount,
  CAST(sum(allocated) AS DECIMAL(18, 4)) AS allocated,
  CAST(coalesce(sum(unused) FILTER (why IN ('unused-capacity', 'no-volume', 'allocated')), 0) AS DECIMAL(18, 4)) AS unused,
  CAST(coalesce(sum(unused) FILTER (why IN ('no-driver', 'unknown-driver')), 0) AS DECIMAL(18, 4)) AS without_driver,
  CAST(coalesce(sum(allocated) FILTER (avoidable), 0) AS DECIMAL(18, 4)) AS avoidable
FROM ledger_cost_bookings
GROUP BY pool ORDER BY sum(amount) DESC, pool;
