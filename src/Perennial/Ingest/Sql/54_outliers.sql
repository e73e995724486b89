-- Very large sales: logarithms far outside the bulk. Grain: one row. A row is far out where ln(amount) exceeds the median by 8 robust standard deviations (quartile range / 1.349).
-- The quartiles are those of every k-th row, a million at most: they only place a bound far away.
WITH sale AS (SELECT row_no, CAST(amount AS DOUBLE) AS money FROM ingest_rows WHERE disposition = 0 AND amount > 0),
middle AS (SELECT quantile_cont(ln(money), [0.25, 0.5, 0.75]) AS q FROM sale WHERE row_no % (SELECT 1 + max(row_no) // 1000000 FROM ingest_rows) = 0),
bound AS (SELECT exp(q[2] + 8 * greatest((q[3] - q[1]) / 1.349, 0.1)) AS high FROM middle)
SELECT count(*) FILTER (money > high) AS n, coalesce(sum(money) FILTER (money > high), 0) AS far_money, sum(money) AS all_money, max(money) AS largest, any_value(high) AS high
FROM sale, bound;
