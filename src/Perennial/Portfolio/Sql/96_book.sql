-- What somebody who looks after customers wants to know beside values. Grain: customer_key; ordered so. days_to_renewal: days, of terms longer than a month; NULL where none is ahead.
-- owner: who is in charge, or NULL. adoption: share of features used three times or more in eight weeks, or NULL.
SELECT signal.customer_key, CASE WHEN signal.contract_months > 1 THEN signal.days_to_renewal END AS days_to_renewal, trait.segment, trait.owner, signal.adoption_depth_8w AS adoption
FROM features_signals AS signal
LEFT JOIN (SELECT customer_key, min(segment) AS segment, min(owner) AS owner FROM identity_traits WHERE superseded_at IS NULL GROUP BY customer_key) AS trait USING (customer_key)
ORDER BY signal.customer_key;
