-- What accounts with subscriptions gave back of what they were billed in twelve months. Grain: one row. Units: shares, 0 to 1.
-- kept: the share of all that was billed that was not given back. givers: the share of those billed who got anything back.
SELECT
  coalesce(greatest(0, least(1, CAST(sum(net) AS DOUBLE) / nullif(CAST(sum(gross) AS DOUBLE), 0))), 1) AS kept,
  coalesce(count(*) FILTER (net < gross) / nullif(count(*), 0), 0) AS givers
FROM (
  SELECT customer_key, sum(net) AS net, sum(gross) AS gross
  FROM ledger_days SEMI JOIN features_contract_spells USING (customer_key)
  WHERE day <= $origin AND day > CAST($origin + to_months(-12) AS DATE)
  GROUP BY customer_key HAVING sum(gross) > 0
);
