-- The holdout of $origin up to $until, to be read as columns beside the histories of $origin. Grain: customer_key, ordered so.
SELECT customer_key, purchases, spend, net
FROM features_holdout_on(CAST($origin AS DATE), CAST($until AS DATE))
ORDER BY customer_key;
