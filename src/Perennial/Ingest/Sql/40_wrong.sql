-- Records that cannot be read, in input order. Grain: one record.
SELECT rowid AS row_no, wrong_role, wrong_text FROM ingest_typed WHERE rule = 1 ORDER BY rowid;
