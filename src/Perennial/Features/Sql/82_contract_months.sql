-- features_contract_months: the months at risk of each spell. Grain: customer_key x spell_no x age; ordered so. Dates let it be cut at any earlier day.
-- age: whole months since the spell began. from_day, to_day: first day, and first day after. A decision on from_day (a renewal that does not happen) falls into the month.
-- term: months of the term in force. phase: the age, modulo the term, at which it comes up for renewal. due: it does so in this month. renewal: how many times it has, this one included.
-- event: voluntary, payment, unstated where the spell ends in the month. mrr: listed recurring revenue when the month began; 0 while paused.
-- expansion, contraction, pause: whether recurring revenue moved so in the month.
CREATE OR REPLACE TEMP TABLE features_contract_months AS
WITH months AS (
  SELECT
    spell.*, CAST(age AS INTEGER) AS age,
    CAST(from_day + to_months(CAST(age AS INTEGER)) AS DATE) AS month_from,
    CAST(from_day + to_months(CAST(age + 1 AS INTEGER)) AS DATE) AS month_to
  FROM features_contract_spells AS spell, unnest(range(datediff('month', spell.from_day, coalesce(spell.to_day, $as_of)) + 1)) AS ages(age)
), lived AS (
  SELECT * FROM months WHERE month_from <= coalesce(to_day, $as_of)
), terms AS (
  SELECT lived.customer_key, spell_no, age, arg_max(struct_pack(months := months, term_ends_on := term_ends_on), (size, months, term_ends_on)) AS term
  FROM lived JOIN features_contract_terms AS term ON term.customer_key = lived.customer_key
    AND starts_on <= greatest(month_from - 1, from_day) AND (ends_on IS NULL OR ends_on > greatest(month_from - 1, from_day))
  GROUP BY lived.customer_key, spell_no, age
), phases AS (
  SELECT
    lived.*,
    coalesce(term.months, 1) AS months,
    CASE WHEN term.term_ends_on > from_day THEN datesub('month', from_day, term.term_ends_on)
      + CASE WHEN from_day + to_months(CAST(datesub('month', from_day, term.term_ends_on) + 1 AS INTEGER)) <= term.term_ends_on THEN 1 ELSE 0 END ELSE 0 END AS ends_at
  FROM lived LEFT JOIN terms USING (customer_key, spell_no, age)
), moved AS (
  SELECT move.customer_key, lived.spell_no, lived.age, bool_or(move = 'expansion') AS expansion, bool_or(move = 'contraction') AS contraction, bool_or(move = 'pause') AS pause
  FROM features_contract_moves AS move ASOF JOIN lived ON lived.customer_key = move.customer_key AND lived.month_from <= move.day
  GROUP BY ALL
), levels AS (
  SELECT lived.customer_key, lived.spell_no, lived.age, move.after AS mrr
  FROM lived ASOF JOIN (SELECT customer_key, day, max(after) AS after FROM features_contract_moves GROUP BY customer_key, day) AS move
    ON move.customer_key = lived.customer_key AND move.day < lived.month_from
)
SELECT
  customer_key, spell_no, age,
  phases.segment, phases.channel,
  from_day AS begin_day, to_day AS end_day, month_from AS from_day, month_to AS to_day,
  CAST(months AS INTEGER) AS term,
  CAST(ends_at % months AS INTEGER) AS phase,
  age > 0 AND (age - ends_at) % months = 0 AS due,
  CAST(count(*) FILTER (age > 0 AND (age - ends_at) % months = 0) OVER (PARTITION BY customer_key, spell_no ORDER BY age) AS INTEGER) AS renewal,
  CASE WHEN to_day >= month_from AND to_day < month_to THEN cause END AS event,
  CASE WHEN age = 0 THEN NULL ELSE greatest(coalesce(mrr, 0), 0) END AS mrr,
  coalesce(expansion, false) AS expansion,
  coalesce(contraction, false) AS contraction,
  coalesce(pause, false) AS pause
FROM phases LEFT JOIN moved USING (customer_key, spell_no, age) LEFT JOIN levels USING (customer_key, spell_no, age)
ORDER BY customer_key, spell_no, age;
