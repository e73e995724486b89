-- The histories as known at the end of $as_of, to be read as columns. Grain: customer_key, ordered so. Units: days, currency.
SELECT customer_key, frequency, recency_days, t_days, mean_spend, first_day, last_day, orders, revenue_to_date
FROM features_histories_on(CAST($as_of AS DATE))
ORDER BY customer_key;
