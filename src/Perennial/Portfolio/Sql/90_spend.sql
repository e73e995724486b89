-- portfolio_spend: what was spent to win customers. Working table. Grain: month (its first day) x channel; ordered so. Units: DOUBLE of the run's currency.
-- all: every kind; media: bought reach alone (kind media, or no kind said); paid: what was bought. A row of several months is spread over them by days; one in a currency without
-- a rate is left out; months after the as-of day too, and a month that is not over counts up to the day.
CREATE OR REPLACE TEMP TABLE portfolio_spend AS
WITH rates AS (
  SELECT currency, valid_on, max(rate) AS rate FROM identity_exchange_rates GROUP BY currency, valid_on
), spent AS (
  SELECT lower(trim(channel)) AS channel, kind, paid, from_on, coalesce(to_on, CAST(date_trunc('month', from_on) + INTERVAL 1 MONTH AS DATE)) AS until, row_number() OVER () AS n,
    CASE WHEN spend.currency IS NULL OR $currency IS NULL OR spend.currency = $currency THEN CAST(amount AS DOUBLE) ELSE CAST(amount AS DOUBLE) * CAST(rates.rate AS DOUBLE) END AS amount
  FROM identity_marketing_spend AS spend ASOF LEFT JOIN rates ON rates.currency = spend.currency AND rates.valid_on <= spend.from_on
  WHERE from_on <= $as_of
), months AS (
  SELECT *, CAST(unnest(generate_series(date_trunc('month', from_on), date_trunc('month', until - 1), INTERVAL 1 MONTH)) AS DATE) AS month FROM spent WHERE until > from_on AND amount IS NOT NULL
), parts AS (
  SELECT channel, month, kind, paid, n, amount * greatest(0, least(until, CAST(month + INTERVAL 1 MONTH AS DATE), CAST($as_of AS DATE) + 1) - greatest(from_on, month)) / (until - from_on) AS amount FROM months
)
SELECT month, channel,
  sum(amount ORDER BY n) AS "all",
  coalesce(sum(amount ORDER BY n) FILTER (kind IS NULL OR kind = 'media'), 0) AS media,
  coalesce(sum(amount ORDER BY n) FILTER (paid), 0) AS paid
FROM parts WHERE month <= $as_of GROUP BY month, channel ORDER BY month, channel;
