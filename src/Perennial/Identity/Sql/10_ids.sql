-- identity_ids: the customer ids that own a used row. Working table, dropped by the stage. Grain: customer_id, distinct.
CREATE OR REPLACE TEMP TABLE identity_ids AS
SELECT DISTINCT customer_id FROM ingest_rows WHERE disposition = 0;
