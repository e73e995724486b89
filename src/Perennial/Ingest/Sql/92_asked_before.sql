-- Requests for support opened before their customer signed up.
-- Grain: one row; how many there are, of how many, and up to five of them separated by chr(31).
SELECT count(*) FILTER (early), count(*), string_agg(ticket_id, chr(31) ORDER BY ticket_id) FILTER (early AND place <= 5)
FROM (
  SELECT ticket_id, CAST(opened_at AS DATE) < signed_up_on AS early, row_number() OVER (PARTITION BY CAST(opened_at AS DATE) < signed_up_on ORDER BY ticket_id) AS place
  FROM ingest_tickets AS ticket JOIN (SELECT customer_id, signed_up_on FROM ingest_customers WHERE rule = 0 AND signed_up_on IS NOT NULL) USING (customer_id)
  WHERE ticket.rule = 0
);
