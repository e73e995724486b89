-- Tiers as the workspace keeps them, which the next run compares with. Grain: customer_key, of customers with a tier. Units as in reports_tiers.
SELECT customer_key, tier, tier_no, ranked_by, held, straddles FROM reports_tiers WHERE tier_no IS NOT NULL;
