-- Customer-days with more than one order (row, where no order is named) among the used sales. Grain: one row. extra: orders beyond the first of their day.
SELECT count(*) AS shared_days, CAST(coalesce(sum(orders - 1), 0) AS BIGINT) AS extra
FROM (
  SELECT count({{order}}) AS orders
  FROM ingest_rows SEMI JOIN ingest_shared ON hash(customer_id, day) = customer_day
  WHERE disposition = 0 AND kind = 1
  GROUP BY hash(customer_id, day)
)
WHERE orders > 1;
