-- Segment and channel of acquisition of each customer. Grain: customer_key; ordered so. The empty text is not known.
SELECT customer_key, coalesce(min(segment), '') AS segment, coalesce(min(channel), '') AS channel
FROM identity_traits WHERE superseded_at IS NULL GROUP BY customer_key ORDER BY customer_key;
