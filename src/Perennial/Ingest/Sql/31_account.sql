-- Where the records went. Grain: one row a disposition.
SELECT disposition, count(*) AS n FROM ingest_rows GROUP BY disposition ORDER BY disposition;
