-- Customers won in a year and what was spent to win customers in it. Grain: one row. Units: customers; DOUBLE of the run's currency; spend in other currencies is left out.
SELECT
  (SELECT count(DISTINCT customer_key) FROM ledger_movements WHERE kind = 'new' AND day BETWEEN $from_day AND $to_day) AS won,
  (SELECT CAST(coalesce(sum(amount), 0) AS DOUBLE) FROM identity_marketing_spend WHERE from_on BETWEEN $from_day AND $to_day AND (currency IS NULL OR $currency IS NULL OR upper(currency) = $currency)) AS spend;
