-- features_use_weeks: what a customer did with a feature in a week. Working table, the one scan of usage. Grain: customer_key x week x feature x team.
-- week: 0 is the seven days up to the as-of day, 1 those before; landmarks are whole weeks apart, so that their weeks are these too.
-- Units: quantity as in usage; user_days: people, added up over days; minutes; days: one bit a day of the week.
CREATE OR REPLACE TEMP TABLE features_use_weeks AS
SELECT
  customer_key,
  CAST(($as_of - used_on) // 7 AS SMALLINT) AS week,
  feature,
  team,
  CAST(sum(quantity) AS DOUBLE) AS quantity,
  CAST(sum(users) AS BIGINT) AS user_days,
  max(users) AS users,
  CAST(sum(minutes) AS DOUBLE) AS minutes,
  CAST(sum(errors) AS BIGINT) AS errors,
  bit_or(CAST(1 << CAST(($as_of - used_on) % 7 AS INTEGER) AS UTINYINT)) AS days,
  min(used_on) AS first_on
FROM identity_usage
WHERE used_on <= $as_of AND quantity > 0
GROUP BY ALL;

-- features_use_totals: the same over features and teams. Working table. Grain: customer_key x week. users: of the feature with most.
-- log_quantity: a thousand million times ln(1 + quantity), whole, so that sums of it do not depend on their order.
CREATE OR REPLACE TEMP TABLE features_use_totals AS
SELECT
  customer_key, week,
  sum(quantity ORDER BY feature, team) AS quantity,
  sum(user_days) AS user_days,
  max(users) AS users,
  sum(minutes ORDER BY feature, team) AS minutes,
  sum(errors) AS errors,
  bit_count(bit_or(days)) AS days,
  CAST(round(ln(1 + sum(quantity ORDER BY feature, team)) * 1e9) AS BIGINT) AS log_quantity
FROM features_use_weeks
GROUP BY customer_key, week;

-- features_use_features: features by how many customers use them. Working table. Grain: feature_no, from 1; the first used by most customers.
CREATE OR REPLACE TEMP TABLE features_use_features AS
SELECT CAST(row_number() OVER (ORDER BY count(DISTINCT customer_key) DESC, feature) AS INTEGER) AS feature_no, feature, min(first_on) AS first_on
FROM features_use_weeks GROUP BY feature;

-- features_first_uses: the first day on which a customer used a feature. Working table. Grain: customer_key x feature_no.
CREATE OR REPLACE TEMP TABLE features_first_uses AS
SELECT customer_key, feature_no, min(weeks.first_on) AS first_on
FROM features_use_weeks AS weeks JOIN features_use_features USING (feature)
GROUP BY customer_key, feature_no;
