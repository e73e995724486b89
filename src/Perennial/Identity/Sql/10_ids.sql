-- identity_ids: the customer ids that own a used row. Working view. Grain: customer_id, distinct.
CREATE OR REPLACE TEMP VIEW identity_ids AS
SELECT DISTINCT customer_id FROM ingest_rows WHERE disposition = 0;
