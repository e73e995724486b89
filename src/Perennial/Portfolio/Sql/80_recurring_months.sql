-- Recurring revenue by calendar month up to the as-of day, every month from the first movement on. Grain: month. Units: DECIMAL(18,4) of the run's currency a month.
-- Movements are those of mrr.movement.v1, lost ones negative; opening + movements = closing. customers: with recurring revenue at the closing; won: new or come back.
WITH months AS (
  SELECT CAST(unnest(generate_series(date_trunc('month', min(day)), date_trunc('month', CAST($as_of AS DATE)), INTERVAL 1 MONTH)) AS DATE) AS month FROM ledger_movements
), moved AS (
  SELECT
    CAST(date_trunc('month', day) AS DATE) AS month,
    sum(amount) FILTER (kind = 'new') AS won,
    sum(amount) FILTER (kind = 'reactivation') AS reactivation,
    sum(amount) FILTER (kind = 'expansion-seats') AS seats_up,
    sum(amount) FILTER (kind = 'expansion-upgrade') AS upgrade,
    sum(amount) FILTER (kind = 'expansion-addon') AS addon_up,
    sum(amount) FILTER (kind = 'expansion-price') AS price_up,
    sum(amount) FILTER (starts_with(kind, 'contraction')) AS contraction,
    sum(amount) FILTER (starts_with(kind, 'churn') AND kind <> 'churn-payment') AS churn,
    sum(amount) FILTER (kind = 'churn-payment') AS churn_payment,
    sum(amount) FILTER (kind = 'currency') AS currency,
    sum(amount) AS change,
    count(*) FILTER (kind IN ('new', 'reactivation')) AS customers_won,
    count(*) FILTER (starts_with(kind, 'churn')) AS customers_lost
  FROM ledger_movements GROUP BY 1
)
SELECT
  month,
  CAST(coalesce(sum(change) OVER up_to, 0) - coalesce(change, 0) AS DECIMAL(18, 4)) AS opening,
  CAST(coalesce(won, 0) AS DECIMAL(18, 4)), CAST(coalesce(reactivation, 0) AS DECIMAL(18, 4)), CAST(coalesce(seats_up, 0) AS DECIMAL(18, 4)),
  CAST(coalesce(upgrade, 0) AS DECIMAL(18, 4)), CAST(coalesce(addon_up, 0) AS DECIMAL(18, 4)), CAST(coalesce(price_up, 0) AS DECIMAL(18, 4)),
  CAST(coalesce(contraction, 0) AS DECIMAL(18, 4)), CAST(coalesce(churn, 0) AS DECIMAL(18, 4)), CAST(coalesce(churn_payment, 0) AS DECIMAL(18, 4)),
  CAST(coalesce(currency, 0) AS DECIMAL(18, 4)),
  CAST(coalesce(sum(change) OVER up_to, 0) AS DECIMAL(18, 4)) AS closing,
  coalesce(customers_won, 0), coalesce(customers_lost, 0),
  CAST(coalesce(sum(coalesce(customers_won, 0) - coalesce(customers_lost, 0)) OVER up_to, 0) AS BIGINT) AS customers
FROM months LEFT JOIN moved USING (month)
WINDOW up_to AS (ORDER BY month)
ORDER BY month;
