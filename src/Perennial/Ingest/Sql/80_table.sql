-- The records of one file as rows of a table of the contract. Grain: one record, in the order of the file. Key: rowid, over all files of the table.
-- wrong_column: the first required column that is missing or cannot be read, by its place in the contract from 1; wrong_text: that cell.
-- damage: cells of other columns that cannot be read, "column: cell", separated by chr(31). rule: what became of the row (TableRules).
SELECT
  {{columns}},
  CAST({{file_no}} AS USMALLINT) AS file_no,
  wrong_column,
  wrong_text,
  damage,
  CAST({{rule}} AS UTINYINT) AS rule
FROM (
  SELECT *, {{wrong_text}} AS wrong_text, {{damage}} AS damage
  FROM (
    SELECT *, CAST({{wrong}} AS USMALLINT) AS wrong_column
    FROM (
      SELECT *, {{values}}
      FROM (SELECT {{cells}} FROM {{relation}} AS source)
    )
  )
)
