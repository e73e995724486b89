-- Filled cells of a customer cube. Grain: record by month. Key: file_no, row, place. Units: amount as in the cube; from_on the first day of the month, to_on the first of the next.
-- A record without a customer gives one row, which is quarantined.
SELECT cells.file_no, cells."row", cells.place, cells.from_on, cells.to_on, cells.amount, cells.is_last,
  cube_customer, cube_line, product, currency
FROM ingest_cube_cells AS cells JOIN {{export}} AS export ON export.file_no = cells.file_no AND export."row" = cells."row"
WHERE left_out IS NULL AND (cube_customer IS NOT NULL OR cells.first)
