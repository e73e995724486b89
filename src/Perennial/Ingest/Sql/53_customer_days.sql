-- Customers by the day of their first used sale, with what happened on their days. Grain: first day, in order.
-- customer: a 64-bit hash of the id; integers group several times faster than text.
-- extra: orders (rows, where no order is named) beyond the first on one customer-day.
SELECT first_day, count(*) AS customers, CAST(sum(shared_days) AS BIGINT) AS shared_days, CAST(sum(extra) AS BIGINT) AS extra
FROM (
  SELECT min(day) AS first_day, count(*) FILTER (orders > 1) AS shared_days, sum(orders - 1) AS extra
  FROM ({{customer_days}})
  GROUP BY customer
)
GROUP BY first_day
ORDER BY first_day;
