-- ingest_typed: every record of the inputs with its values read. Grain: one record. Key: rowid, the position over all files from 0.
-- Only columns that the data have are stored; the view ingest_rows gives the rest as NULL.
-- Units: amount, quantity DECIMAL(18,4); day in the business time zone; occurred in UTC. rule: the disposition known from the row alone.
-- wrong_role: the role whose cell cannot be read (0 none); wrong_text: that cell. row_hash: of all columns as found, to count exact duplicates.
CREATE OR REPLACE TABLE ingest_typed AS
SELECT
  {{stored}},
  row_hash,
  wrong_role,
  {{wrong_text}} AS wrong_text,
  CAST({{rule}} AS UTINYINT) AS rule
FROM (
  SELECT *, CAST({{wrong_role}} AS UTINYINT) AS wrong_role
  FROM (
    SELECT *, {{derived}}
    FROM (
      SELECT *, {{values}}
      FROM (SELECT *{{texts}} FROM (SELECT {{cells}} FROM {{relation}} AS source))
    )
  )
){{order}};
