-- Customers by the month of their first used row, with what happened on their days. Grain: first month, in order.
-- customer: a 64-bit hash of the id; integers group several times faster than text.
-- extra: orders (rows, where no order is named) beyond the first on one customer-day.
SELECT first_month, count(*) AS customers, CAST(sum(shared_days) AS BIGINT) AS shared_days, CAST(sum(extra) AS BIGINT) AS extra
FROM (
  SELECT CAST(date_trunc('month', min(day)) AS DATE) AS first_month, count(*) FILTER (orders > 1) AS shared_days, sum(orders - 1) AS extra
  FROM ({{customer_days}})
  GROUP BY customer
)
GROUP BY first_month
ORDER BY first_month;
