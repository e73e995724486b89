-- ingest_shared: customer-days that have more than one row, whatever became of the rows, and some that have one. Working table of the quality report.
-- Grain: customer_day, some of them several times. Whoever reads it counts again among the rows it leaves; those are few, and all others are alone on their day.
CREATE OR REPLACE TEMP TABLE ingest_shared (customer_day UBIGINT NOT NULL);
