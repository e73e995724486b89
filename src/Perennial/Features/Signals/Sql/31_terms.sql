-- features_next_due: the first end of a term on or after a day. Grain: one row a call. A term that is over is followed by one as long; a stated end may lie terms
-- ahead, because it was moved on at each renewal, and is then counted back: that it was moved is not known before.
CREATE OR REPLACE TEMP MACRO features_next_due(term_end, months, day) AS CAST(
  CASE WHEN term_end >= day THEN term_end - to_months(CAST(months * (date_sub('month', day, term_end) // months) AS INTEGER))
    ELSE term_end + to_months(CAST(months * (date_sub('month', term_end, CAST(day - 1 AS DATE)) // months + 1) AS INTEGER)) END AS DATE);

-- features_signals_terms: what is agreed on the day of a point, and how terms ended before. Working table. Grain: point_no. Units: months, shares, seats.
-- seats: of the product with most; an add-on counts the same people again. renewals are of terms of three months or more; one is late where the customer
-- paid again within thirty days, early where the next term began before the last was over.
CREATE OR REPLACE TEMP TABLE features_signals_terms AS
WITH known AS (
  SELECT
    point_no, day, point.customer_key, coalesce(product_id, plan, '') AS item, starts_on, CASE WHEN ends_on <= day THEN ends_on END AS ended_on,
    coalesce(status, CASE WHEN trial THEN 'trial' ELSE 'active' END) AS status, quantity, amount, auto_renews,
    CASE WHEN discount > 0 AND (discount_until IS NULL OR discount_until > day) THEN discount ELSE 0 END AS discount,
    coalesce(billing_months, 1) AS billing_months,
    CAST(coalesce(term_months, billing_months, 1) AS INTEGER) AS months,
    coalesce(term_ends_on, CAST(starts_on + to_months(CAST(coalesce(term_months, billing_months, 1) AS INTEGER)) AS DATE)) AS term_ends_on
  FROM features_points AS point JOIN identity_subscriptions AS stretch ON stretch.customer_key = point.customer_key
    AND starts_on <= day AND (recorded_at IS NULL OR CAST(recorded_at AS DATE) <= day) AND (superseded_at IS NULL OR CAST(superseded_at AS DATE) > day)
), running AS (
  SELECT *, features_next_due(term_ends_on, months, CAST(day + 1 AS DATE)) AS due_on FROM known WHERE status = 'active' AND (ended_on IS NULL OR ended_on > day)
), agreed AS (
  SELECT
    point_no,
    CAST(max(months) AS DOUBLE) AS contract_months,
    CAST(min(due_on - day) AS DOUBLE) AS days_to_renewal,
    CAST(max(billing_months) AS DOUBLE) AS billing_months,
    CAST(bool_and(auto_renews) AS INTEGER) AS auto_renews,
    CASE WHEN sum(amount) > 0 THEN CAST(sum(discount) AS DOUBLE) / CAST(sum(amount) AS DOUBLE) END AS discount_depth,
    CAST(count(DISTINCT item) AS DOUBLE) AS products
  FROM running GROUP BY point_no
), seats_now AS (
  SELECT point_no, max(seats) AS seats FROM (SELECT point_no, item, CAST(sum(quantity) AS DOUBLE) AS seats FROM running GROUP BY point_no, item) GROUP BY point_no
), seats_before AS (
  SELECT point_no, max(seats) AS seats
  FROM (
    SELECT point_no, item, CAST(sum(quantity) AS DOUBLE) AS seats
    FROM known WHERE status = 'active' AND starts_on <= day - 182 AND (ended_on IS NULL OR ended_on > day - 182)
    GROUP BY point_no, item
  ) GROUP BY point_no
), dues AS (
  SELECT DISTINCT point_no, day, item, due_on
  FROM (SELECT point_no, day, item, CAST(unnest(generate_series(term_ends_on, starts_on + 1, -to_months(months))) AS DATE) AS due_on FROM known WHERE months >= 3 AND status = 'active')
  WHERE due_on <= day
), ends AS (
  SELECT dues.point_no, dues.item, due_on,
    coalesce(sum(mrr) FILTER (from_day < due_on AND (to_day IS NULL OR to_day > due_on - 1)), 0) AS before,
    coalesce(sum(mrr) FILTER (from_day <= due_on AND (to_day IS NULL OR to_day > due_on)), 0) AS after,
    coalesce(sum(mrr) FILTER (from_day > due_on AND from_day <= due_on + 30), 0) AS later
  FROM dues JOIN features_points AS point ON point.point_no = dues.point_no JOIN ledger_stretches AS stretch ON stretch.customer_key = point.customer_key
    AND from_day <= dues.day AND known_from <= dues.day AND (known_until IS NULL OR known_until > dues.day)
  GROUP BY dues.point_no, dues.item, due_on
), moved AS (
  SELECT point_no, item, starts_on,
    lag(features_next_due(term_ends_on, months, ended_on)) OVER one AS last_due, lag(ended_on) OVER one AS last_ended, features_next_due(term_ends_on, months, CAST(starts_on + 1 AS DATE)) AS due_on
  FROM known WHERE months >= 3 AND status = 'active'
  WINDOW one AS (PARTITION BY point_no, item ORDER BY starts_on, term_ends_on)
), early AS (
  SELECT point_no, count(*) AS early FROM moved WHERE last_ended = starts_on AND starts_on < last_due AND due_on > last_due GROUP BY point_no
), past AS (
  SELECT point_no,
    count(*) FILTER (before > 0 AND after > 0) AS renewals,
    count(*) FILTER (before > 0 AND after <= 0 AND later > 0) AS late,
    count(*) FILTER (before > 0 AND after > 0 AND after < before) AS downgraded
  FROM ends GROUP BY point_no
)
SELECT
  point.point_no,
  contract_months,
  days_to_renewal,
  billing_months,
  CAST(auto_renews AS DOUBLE) AS auto_renews,
  discount_depth,
  seats_now.seats,
  CASE WHEN seats_now.seats > 0 AND seats_before.seats > 0 THEN ln(seats_now.seats / seats_before.seats) END AS seat_growth_182d,
  products,
  CAST(coalesce(renewals, 0) + coalesce(late, 0) AS DOUBLE) AS renewals,
  CAST(coalesce(early, 0) AS DOUBLE) AS renewals_early,
  CAST(coalesce(late, 0) AS DOUBLE) AS renewals_late,
  CAST(coalesce(downgraded, 0) AS DOUBLE) AS renewals_downgraded
FROM (SELECT DISTINCT point_no FROM known) AS point
LEFT JOIN agreed USING (point_no) LEFT JOIN seats_now USING (point_no) LEFT JOIN seats_before USING (point_no) LEFT JOIN past USING (point_no) LEFT JOIN early USING (point_no);
