-- ingest_repeated: rows beyond the one that counts of their key and of the moment they became known. Working table. Grain: one such row.
-- position: its rowid in the table; same: every column is that of the row that counts, which is the last.
CREATE OR REPLACE TEMP TABLE ingest_repeated AS
WITH shared AS (
  SELECT {{key}} FROM {{table}} WHERE rule = 0 GROUP BY ALL HAVING count(*) > 1
), ranked AS (
  SELECT
    rowid AS position,
    row_number() OVER last_first AS back,
    hash({{columns}}) = first_value(hash({{columns}})) OVER last_first AS same
  FROM {{table}} SEMI JOIN shared ON {{joined}}
  WHERE rule = 0
  WINDOW last_first AS (PARTITION BY {{key}} ORDER BY rowid DESC)
)
SELECT position, same FROM ranked WHERE back > 1;
