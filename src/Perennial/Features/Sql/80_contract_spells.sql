-- features_contract_terms: stretches of subscriptions with the months of their terms, as known on the as-of day. Working table. Grain: stretch.
-- size: the amount a month, to tell which of a customer's stretches sets the term. months: 1 where nothing is said.
CREATE OR REPLACE TEMP TABLE features_contract_terms AS
SELECT
  customer_key, starts_on, ends_on, term_ends_on, coalesce(metered, false) AS metered,
  CAST(coalesce(term_months, billing_months, 1) AS INTEGER) AS months,
  coalesce(amount / coalesce(billing_months, 1), mrr, 0) AS size,
  CASE WHEN discount > 0 THEN discount_until END AS discount_until
FROM identity_subscriptions
WHERE starts_on <= $as_of
  AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $as_of)
  AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > $as_of)
  AND (ends_on IS NULL OR ends_on > starts_on);

-- features_contract_spells: times without a gap in which a customer paid, or paused. Grain: customer_key x spell_no; ordered so.
-- to_day: first day after; NULL where it runs on the as-of day. cause: voluntary, payment, unstated; NULL where it runs. segment, channel: as known at sign-up; '' where none is.
CREATE OR REPLACE TEMP TABLE features_contract_spells AS
WITH held AS (
  SELECT customer_key, from_day, coalesce(to_day, DATE '9999-12-31') AS to_day, end_reason, mrr FROM ledger_listed WHERE mrr > 0 OR status = 'paused'
), islands AS (
  SELECT *, coalesce(max(to_day) OVER (PARTITION BY customer_key ORDER BY from_day, to_day, mrr ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) < from_day, true) AS begins
  FROM held
), numbered AS (
  SELECT *, CAST(sum(CAST(begins AS INTEGER)) OVER (PARTITION BY customer_key ORDER BY from_day, to_day, mrr ROWS UNBOUNDED PRECEDING) AS INTEGER) AS spell_no FROM islands
), bounds AS (
  SELECT customer_key, spell_no, min(from_day) AS from_day, max(to_day) AS to_day FROM numbered GROUP BY customer_key, spell_no HAVING max(mrr) > 0
), causes AS (
  SELECT customer_key, spell_no, max(end_reason) FILTER (end_reason <> 'change') AS cause FROM numbered JOIN bounds USING (customer_key, spell_no, to_day) GROUP BY customer_key, spell_no
), traits AS (
  SELECT customer_key, any_value(segment ORDER BY segment) AS segment, any_value(channel ORDER BY channel) AS channel FROM identity_traits GROUP BY customer_key
)
SELECT
  customer_key,
  CAST(row_number() OVER (PARTITION BY customer_key ORDER BY spell_no) AS INTEGER) AS spell_no,
  from_day,
  CASE WHEN to_day < DATE '9999-12-31' THEN to_day END AS to_day,
  CASE WHEN to_day < DATE '9999-12-31' THEN coalesce(cause, 'unstated') END AS cause,
  coalesce(segment, '') AS segment,
  coalesce(channel, '') AS channel
FROM bounds LEFT JOIN causes USING (customer_key, spell_no) LEFT JOIN traits USING (customer_key)
ORDER BY customer_key, spell_no;
