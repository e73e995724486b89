-- ingest_shared: customer-days with more than one row, whatever became of the rows. Working table of the quality report. Grain: customer_day.
-- customer_day: a 64-bit hash of customer and day (of neither, where they are missing); one integer groups several times faster than text and date.
CREATE OR REPLACE TEMP TABLE ingest_shared AS
SELECT hash(customer_id, day) AS customer_day FROM ingest_typed GROUP BY customer_day HAVING count(*) > 1;
