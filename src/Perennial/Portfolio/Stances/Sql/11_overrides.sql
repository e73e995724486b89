-- What people decided of each customer, the last decision that was entered by the day. Grain: customer_key; ordered so. holds: it had not expired on the day.
SELECT customer_key, stance, reason, owner, entered_on, expires_on, expires_on > CAST($as_of AS DATE) AS holds
FROM identity_overrides WHERE entered_on <= CAST($as_of AS DATE)
QUALIFY row_number() OVER (PARTITION BY customer_key ORDER BY entered_on DESC, expires_on DESC, stance, owner) = 1
ORDER BY customer_key;
