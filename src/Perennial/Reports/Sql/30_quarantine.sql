-- grain: one row a record that could not be read, in the order of the files; units: line from 1
CREATE OR REPLACE TEMP VIEW reports_quarantine AS
SELECT reports_cell(file) AS file, line, reports_cell("column") AS "column", reports_cell(value) AS value, reason
FROM ingest_quarantine
ORDER BY file, line, "column";
