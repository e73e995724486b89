-- features_opportunities_on(as_of, days, months, shift, shifted_months, last): purchase histories counted in opportunities, as known at the end of as_of.
-- Grain: customer_key, every customer with a purchase day by then. bought: opportunities with a purchase after that of the first purchase.
-- last_bought: the last of them, counted from that of the first purchase; 0 without one. passed: opportunities past since then.
-- An opportunity later than the last one past is known in part only, so what was bought at it is left out.
-- features_opportunity(day, days, months, shift, shifted_months): the number of the opportunity to which a day belongs; days or months is 0.
CREATE OR REPLACE MACRO features_opportunity(day, days, months, shift, shifted_months) AS
CASE WHEN months = 0
  THEN CAST(floor(((day - DATE '0001-01-01') + shift) / CAST(greatest(days, 1) AS DOUBLE)) AS INTEGER)
  ELSE CAST((12 * year(CAST(day + shift AS DATE)) + month(CAST(day + shift AS DATE)) - 1 + shifted_months) // greatest(months, 1) AS INTEGER)
END;
CREATE OR REPLACE MACRO features_opportunities_on(as_of, days, months, shift, shifted_months, last) AS TABLE
WITH bought AS (
  SELECT DISTINCT customer_key, features_opportunity(day, days, months, shift, shifted_months) AS opportunity
  FROM features_ledger WHERE is_purchase AND day <= as_of
), firsts AS (
  SELECT customer_key, opportunity, min(opportunity) OVER (PARTITION BY customer_key) AS first FROM bought
)
SELECT
  customer_key,
  CAST(count(*) FILTER (opportunity > first AND opportunity <= last) AS INTEGER) AS bought,
  CAST(coalesce(max(opportunity - first) FILTER (opportunity > first AND opportunity <= last), 0) AS INTEGER) AS last_bought,
  CAST(greatest(0, last - min(first)) AS INTEGER) AS passed
FROM firsts
GROUP BY customer_key;
