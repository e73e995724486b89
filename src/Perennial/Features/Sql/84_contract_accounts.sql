-- Accounts with a subscription that began by a day, as known at the end of it. Grain: customer_key; ordered so. Units: currency a month; months.
-- state: active, paused, churned. mrr: after every discount; listed: before those that end; last: what was paid before a pause or before leaving.
-- to_month_end: days from the day to the end of the running month of the spell. next_due: further whole months from there to the next renewal, 0 where it comes at that end.
-- metered: billed by use; used: net revenue a month over the last twelve (or since the spell began).
WITH spells AS (
  SELECT *, row_number() OVER (PARTITION BY customer_key ORDER BY spell_no DESC) AS latest
  FROM features_contract_spells WHERE from_day <= $origin
), month AS (
  SELECT * FROM features_contract_months WHERE from_day <= $origin AND to_day > $origin
), earned AS (
  SELECT customer_key, sum(mrr) AS mrr FROM ledger_earned WHERE from_day <= $origin AND (to_day IS NULL OR to_day > $origin) GROUP BY customer_key
), listed AS (
  SELECT customer_key, sum(mrr) AS mrr, sum(quantity) FILTER (mrr > 0) AS quantity, max_by(plan, (mrr, plan)) AS plan
  FROM ledger_listed WHERE from_day <= $origin AND (to_day IS NULL OR to_day > $origin) GROUP BY customer_key
), paid AS (
  SELECT customer_key, max_by(before, day) AS last FROM features_contract_moves WHERE move IN ('pause', 'end') AND day <= $origin GROUP BY customer_key
), moved AS (
  SELECT customer_key, count(*) FILTER (move = 'expansion') AS expansions, count(*) FILTER (move = 'contraction') AS contractions
  FROM features_contract_moves WHERE day <= $origin GROUP BY customer_key
), terms AS (
  SELECT customer_key, max(discount_until) FILTER (discount_until > $origin) AS discount_until, bool_or(metered) AS metered
  FROM features_contract_terms WHERE starts_on <= $origin AND (ends_on IS NULL OR ends_on > $origin) GROUP BY customer_key
), sold AS (
  SELECT spells.customer_key, sum(net) AS net
  FROM ledger_days JOIN spells ON spells.customer_key = ledger_days.customer_key AND latest = 1
  WHERE day <= $origin AND day > CAST($origin + to_months(-12) AS DATE) AND day >= spells.from_day GROUP BY spells.customer_key
), final AS (
  SELECT customer_key, spell_no, max_by(struct_pack(age := age, term := term, renewal := renewal), age) AS last FROM features_contract_months WHERE from_day <= $origin GROUP BY customer_key, spell_no
)
SELECT
  spell.customer_key,
  spell.segment,
  spell.channel,
  CASE WHEN spell.to_day <= $origin THEN 'churned' WHEN coalesce(listed.mrr, 0) > 0 THEN 'active' ELSE 'paused' END AS state,
  coalesce(earned.mrr, 0) AS mrr,
  coalesce(listed.mrr, 0) AS listed,
  coalesce(paid.last, 0) AS last,
  coalesce(listed.quantity, 0) AS seats,
  coalesce(listed.plan, '') AS plan,
  spell.from_day AS begin_day,
  CASE WHEN spell.to_day <= $origin THEN spell.to_day END AS end_day,
  coalesce(month.age, final.last.age, 0) AS age,
  coalesce(month.term, final.last.term, 1) AS term,
  coalesce(month.renewal, final.last.renewal, 0) AS renewals,
  coalesce(date_diff('day', CAST($origin AS DATE), month.to_day) - 1, 0) AS to_month_end,
  coalesce((month.term - 1 - (month.age - month.phase) % month.term) % month.term, 0) AS next_due,
  terms.discount_until,
  coalesce(terms.metered, false) AS metered,
  coalesce(sold.net, 0) / greatest(least(date_diff('day', spell.from_day, CAST($origin AS DATE)) + 1, 365) / 30.4375, 1) AS used,
  coalesce(moved.expansions, 0) AS expansions,
  coalesce(moved.contractions, 0) AS contractions,
  spell.spell_no
FROM spells AS spell
  LEFT JOIN month ON month.customer_key = spell.customer_key AND month.spell_no = spell.spell_no
  LEFT JOIN final ON final.customer_key = spell.customer_key AND final.spell_no = spell.spell_no
  LEFT JOIN earned ON earned.customer_key = spell.customer_key
  LEFT JOIN listed ON listed.customer_key = spell.customer_key
  LEFT JOIN paid ON paid.customer_key = spell.customer_key
  LEFT JOIN moved ON moved.customer_key = spell.customer_key
  LEFT JOIN terms ON terms.customer_key = spell.customer_key
  LEFT JOIN sold ON sold.customer_key = spell.customer_key
WHERE latest = 1
ORDER BY spell.customer_key;
