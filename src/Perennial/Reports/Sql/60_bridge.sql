-- What moved the value of each customer since the run before. Grain: customer_key x step; ordered by customer_key, steps in the order they are told. Units: the run's currency, DECIMAL(18,4).
-- Of each customer value then and the amounts add up to value now; a step that moved nothing has no row.
CREATE OR REPLACE TEMP TABLE reports_bridge (
  customer_key INTEGER NOT NULL,
  step VARCHAR NOT NULL,
  amount DECIMAL(18, 4) NOT NULL
);

-- The same under the customer's id; one that is gone from the data has none. Grain: customer_id x step; ordered by customer_id (ordinal), step.
CREATE OR REPLACE TEMP VIEW reports_bridge_parquet AS
SELECT identity_customers.customer_id, reports_bridge.step, reports_bridge.amount
FROM reports_bridge LEFT JOIN identity_customers USING (customer_key)
ORDER BY customer_id NULLS LAST, customer_key, step;
