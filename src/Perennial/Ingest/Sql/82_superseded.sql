-- superseded_at: when a row was replaced by one of the same key that became known later. Grain: one row of the table that counts; one that is not replaced has none.
UPDATE {{table}} SET superseded_at = later.next
FROM (
  SELECT rowid AS position, lead(recorded_at) OVER (PARTITION BY {{key}} ORDER BY recorded_at NULLS FIRST, rowid) AS next
  FROM {{table}} WHERE rule = 0
) AS later
WHERE {{table}}.rowid = later.position AND later.next IS NOT NULL;
