-- ledger_sums: what the rows of one customer's business day add up to. Working table, dropped by the stage.
-- Grain: customer_key x day, ordered so. Units: DECIMAL(18,4) of the run's currency; returns count as positive refunds.
-- orders: distinct order ids with a sale that day; rows that name no order count one each.
-- same_day: the refunds that rule R1 nets in the day: all but those that name an order of an earlier day.
CREATE OR REPLACE TEMP TABLE ledger_sums (
  customer_key INTEGER NOT NULL,
  day DATE NOT NULL,
  orders INTEGER NOT NULL,
  gross DECIMAL(18, 4) NOT NULL,
  refunds DECIMAL(18, 4) NOT NULL,
  same_day DECIMAL(18, 4) NOT NULL
);

-- ledger_named: returns that name an order known from an earlier day (rule R2). Working table, dropped by the stage.
-- Grain: customer_key x day (of the return) x purchase_day (the order's first day). Units: currency, positive.
CREATE OR REPLACE TEMP TABLE ledger_named (
  customer_key INTEGER NOT NULL,
  day DATE NOT NULL,
  purchase_day DATE NOT NULL,
  amount DECIMAL(18, 4) NOT NULL
);
