-- Tiers as the workspace keeps them, which the next run compares with. Grain: customer_key, of customers with a tier. Units as in reports_tiers.
SELECT identity_customers.customer_key, tiers.tier, tiers.tier_no, tiers.ranked_by, tiers.held, tiers.straddles
FROM reports_tiers AS tiers JOIN identity_customers USING (customer_id) WHERE tiers.tier_no IS NOT NULL;
