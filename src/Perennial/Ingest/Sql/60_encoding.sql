-- Texts that were decoded with the wrong alphabet, or lost letters: U+FFFD, or UTF-8 read as Latin-1. Grain: one row.
-- Damaged letters take more bytes than characters, which is asked first: most ids are plain.
SELECT count(*) AS n, min(customer_id) AS example
FROM ingest_rows
WHERE strlen(customer_id) <> length(customer_id)
  AND regexp_matches(customer_id, '\x{FFFD}|[\x{00C2}\x{00C3}][\x{0080}-\x{00BF}]|\x{00E2}\x{20AC}');
