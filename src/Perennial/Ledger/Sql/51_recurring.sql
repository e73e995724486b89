-- ledger_stretches: recurring revenue in the run's currency, with what was known once and no more. Grain: stretch of one customer, item, terms, exchange rate and
-- belief; ordered by customer, item, from_day. known_from, known_until: from which day on it was known, and from which on no more (NULL: still known).
-- Otherwise as ledger_recurring, which is what is still known.
CREATE OR REPLACE TABLE ledger_stretches AS
WITH rates AS (
  SELECT currency, valid_on, rate, lead(valid_on) OVER (PARTITION BY currency ORDER BY valid_on) AS next
  FROM (SELECT currency, valid_on, max(rate) AS rate FROM identity_exchange_rates GROUP BY currency, valid_on)
), converted AS (
  SELECT terms.*, terms.mrr AS own, CAST(1 AS DECIMAL(18, 8)) AS rate FROM ledger_terms AS terms
  WHERE currency IS NULL OR $currency IS NULL OR currency = $currency
  UNION ALL
  SELECT
    terms.* REPLACE (
      greatest(from_day, valid_on) AS from_day,
      CASE WHEN to_day IS NULL AND (next IS NULL OR next > $as_of) THEN NULL ELSE least(to_day, CASE WHEN next <= $as_of THEN next END) END AS to_day,
      CAST(round(mrr * CAST(rates.rate AS DOUBLE), 4) AS DECIMAL(18, 4)) AS mrr),
    terms.mrr, rates.rate
  FROM ledger_terms AS terms JOIN rates ON rates.currency = terms.currency
    AND (rates.next IS NULL OR rates.next > from_day) AND (to_day IS NULL OR valid_on < to_day) AND valid_on <= $as_of
  WHERE terms.currency IS NOT NULL AND $currency IS NOT NULL AND terms.currency <> $currency
)
SELECT
  customer_key,
  item,
  plan,
  quantity,
  from_day,
  to_day,
  end_reason,
  status,
  mrr,
  CAST(mrr - coalesce(lag(mrr) OVER (PARTITION BY term_no ORDER BY from_day), mrr) AS DECIMAL(18, 4)) AS currency_change,
  term_no,
  known_from,
  known_until
FROM converted
ORDER BY customer_key, item, from_day, term_no;

-- ledger_recurring: recurring revenue in the run's currency. Grain: stretch of one customer, item, terms and exchange rate; ordered by customer, item, from_day.
-- Units: mrr DECIMAL(18,4) of the run's currency a month. to_day: first day after; NULL where it runs on the as-of day. status: active, trial, paused.
-- currency_change: by how much the rate that begins with the stretch moved what went on unchanged; 0 where the terms begin with it.
-- A stretch in another currency is cut at each new rate of it; days before its first known rate have none and are left out.
CREATE OR REPLACE TABLE ledger_recurring AS
SELECT * EXCLUDE (known_from, known_until) FROM ledger_stretches WHERE known_until IS NULL ORDER BY customer_key, item, from_day, term_no;
