-- Grain: one row a record that could not be taken apart into fields.
-- Key: file_no (from 1, in the order of the inputs), line_no (physical line of the file, from 1).
-- column_name: NULL where the whole record is at fault. value: as found, cut to 200 characters.
CREATE OR REPLACE TABLE ingest_rejects (
  file_no INTEGER NOT NULL,
  line_no BIGINT NOT NULL,
  column_name VARCHAR,
  value VARCHAR,
  reason VARCHAR NOT NULL
);
