-- Up to five rows a rule took. Grain: record, in input order.
SELECT {{example}} FROM ingest_rows WHERE disposition = {{disposition}} ORDER BY row_no LIMIT 5;
