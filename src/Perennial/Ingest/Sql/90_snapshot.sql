-- ingest_snapshot: a table with one row a customer. Grain: one record. Key: rowid, in input order.
-- t0, t1, ...: the cells trimmed, NULL where nothing is known; n0, n1, ...: the same as numbers where the column is one of numbers, else NULL.
CREATE OR REPLACE TABLE ingest_snapshot AS
SELECT {{texts}}, {{numbers}}
FROM (SELECT {{cells}} FROM {{relation}} AS source);
