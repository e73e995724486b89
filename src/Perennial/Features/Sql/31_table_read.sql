-- The kept histories, to be read as columns. Grain: customer_key, in the order of the table. Units: days, currency.
SELECT customer_key, frequency, recency_days, t_days, mean_spend, first_day, last_day, orders, revenue_to_date
FROM features_histories;
