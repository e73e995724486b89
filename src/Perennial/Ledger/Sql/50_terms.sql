-- ledger_terms: what each stretch of a subscription is worth a month, as known on the as-of day or on a day before. Working table. Grain: stretch, cut where a discount ends.
-- Key: term_no. Units: mrr in the stretch's own currency, DECIMAL(18,4). to_day is the first day after it; NULL where it runs on the as-of day.
-- item: what the customer has (product, else plan); a stretch that goes on with the same item is the same thing with other terms.
-- known_from, known_until: from which day on the row was known, and from which on no more; known_until is NULL where it is still known on the as-of day.
-- A stated mrr counts as it is; an amount is spread over its months after the discounts that count. Trials, pauses and metered items (where they do not count) are 0.
CREATE OR REPLACE TEMP TABLE ledger_terms AS
WITH known AS (
  SELECT *, coalesce(CAST(recorded_at AS DATE), starts_on) AS known_from, CASE WHEN CAST(superseded_at AS DATE) <= $as_of THEN CAST(superseded_at AS DATE) END AS known_until
  FROM identity_subscriptions
  WHERE starts_on <= $as_of AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $as_of)
), cut AS (
  SELECT *, starts_on AS from_day, least(ends_on, CASE WHEN discount > 0 AND discount_until > starts_on THEN discount_until END) AS until, discount AS taken FROM known
  UNION ALL
  SELECT *, discount_until, ends_on, 0 FROM known
  WHERE discount > 0 AND discount_until > starts_on AND (ends_on IS NULL OR discount_until < ends_on) AND discount_until <= $as_of
), priced AS (
  SELECT
    customer_key,
    coalesce(product_id, plan, '') AS item,
    plan,
    quantity,
    currency,
    known_from,
    known_until,
    from_day,
    CASE WHEN until <= $as_of THEN until END AS to_day,
    CASE WHEN ends_on = until THEN end_reason END AS end_reason,
    coalesce(status, CASE WHEN trial THEN 'trial' ELSE 'active' END) AS status,
    CASE
      WHEN coalesce(status, CASE WHEN trial THEN 'trial' ELSE 'active' END) <> 'active' OR (coalesce(metered, false) AND NOT $metered) THEN 0
      WHEN amount IS NULL THEN coalesce(mrr, 0)
      ELSE greatest(amount - CASE WHEN discount_until IS NULL OR $finite_discounts THEN coalesce(taken, 0) ELSE 0 END, 0) / coalesce(billing_months, 1)
    END AS mrr
  FROM cut
  WHERE until IS NULL OR until > from_day
)
SELECT row_number() OVER (ORDER BY customer_key, item, from_day, to_day, plan, quantity, mrr, known_from) AS term_no, * REPLACE (CAST(mrr AS DECIMAL(18, 4)) AS mrr) FROM priced;
