-- ingest_sample: the first rows of the inputs as text, for profiling. Grain: one record. Key: rowid, in input order.
CREATE OR REPLACE TEMP TABLE ingest_sample AS
SELECT {{columns}} FROM {{relation}} AS source LIMIT {{rows}};
