-- The customer and day of every record as one number, whatever became of the record. Grain: record.
-- customer_day: a 64-bit hash of customer and day (of neither, where they are missing).
SELECT hash(customer_id, day) AS customer_day FROM ingest_typed;
