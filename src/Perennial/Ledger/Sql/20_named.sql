-- ledger_returned: the lines with a return that name an order. Working table, dropped below. Grain: customer_key x day x order_key.
CREATE OR REPLACE TEMP TABLE ledger_returned AS
SELECT customer_key, order_key, day, refunds FROM ledger_lines WHERE refunds > 0 AND order_key IS NOT NULL;

-- Into ledger_named.
INSERT INTO ledger_named
WITH placed AS (
  SELECT customer_key, order_key, min(day) AS purchase_day
  FROM ledger_lines SEMI JOIN ledger_returned USING (customer_key, order_key)
  WHERE orders > 0
  GROUP BY ALL
)
SELECT customer_key, day, purchase_day, CAST(sum(refunds) AS DECIMAL(18, 4)) AS amount
FROM ledger_returned JOIN placed USING (customer_key, order_key)
WHERE purchase_day < day
GROUP BY ALL;

DROP TABLE ledger_returned;
