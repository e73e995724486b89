-- Use a week on the as-of day and on landmarks before it, where it is known. Grain: customer_key x period (a landmark is 28 days before the one after it); ordered so. Units: events a week.
SELECT customer_key, landmark AS period, use_a_week_28d
FROM features_signals_all
WHERE landmark < $periods AND use_a_week_28d IS NOT NULL
ORDER BY customer_key, period;
