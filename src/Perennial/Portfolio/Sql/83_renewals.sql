-- portfolio_renewals: terms that were due in a period and how many of them went on. Working table. Grain: customer_key, of customers with a term due. Units: counts of terms.
-- A term is a customer, an item and a day on which one of its terms ends: the stated end, and the days whole terms before it within the stretch. Terms of less than three
-- months renew so often that churn says it better, and do not count. A term was due where the customer still paid for the item the day before, and went on where recurring
-- revenue is there on the day itself, of the item or of one that begins that day in its place. What became known after the period does not count.
CREATE OR REPLACE TEMP TABLE portfolio_renewals AS
WITH known AS (
  SELECT customer_key, coalesce(product_id, plan, '') AS item, starts_on, term_ends_on, CAST(coalesce(term_months, billing_months, 1) AS INTEGER) AS months
  FROM identity_subscriptions
  WHERE (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= $to_day)
    AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > $to_day)
    AND term_ends_on > starts_on AND coalesce(term_months, billing_months, 1) >= 3
), terms AS (
  SELECT DISTINCT customer_key, item, CAST(due_on AS DATE) AS due_on
  FROM (SELECT customer_key, item, starts_on, unnest(generate_series(term_ends_on, starts_on + 1, -to_months(months))) AS due_on FROM known)
  WHERE CAST(due_on AS DATE) BETWEEN $from_day AND $to_day
), paid AS (
  SELECT terms.customer_key, terms.item, due_on,
    coalesce(sum(mrr) FILTER (stretch.item = terms.item AND from_day < due_on AND (to_day IS NULL OR to_day >= due_on)), 0) > 0 AS due,
    coalesce(sum(mrr) FILTER ((stretch.item = terms.item OR from_day = due_on) AND from_day <= due_on AND (to_day IS NULL OR to_day > due_on)), 0) > 0 AS renewed
  FROM terms JOIN ledger_recurring AS stretch ON stretch.customer_key = terms.customer_key
  GROUP BY ALL
)
SELECT customer_key, count(*) AS due, count(*) FILTER (renewed) AS renewed FROM paid WHERE due GROUP BY customer_key;
