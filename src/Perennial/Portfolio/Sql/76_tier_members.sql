-- portfolio_tier_members: who is in which tier today. Working table. Grain: customer_key. tier: from 0, the highest.
CREATE OR REPLACE TEMP TABLE portfolio_tier_members (
  customer_key INTEGER NOT NULL,
  tier INTEGER NOT NULL
);
