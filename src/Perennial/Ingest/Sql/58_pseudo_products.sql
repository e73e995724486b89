-- Product codes that are postage, fees and corrections rather than goods. Grain: one row a code, most rows first.
SELECT product_id, count(*) AS n, CAST(coalesce(sum(amount) FILTER (amount > 0), 0) AS DOUBLE) AS money
FROM ingest_rows
WHERE disposition <> 1 AND upper(product_id) IN ('POST', 'DOT', 'M', 'D', 'S', 'B', 'C2', 'PADS', 'CRUK', 'AMAZONFEE', 'BANK CHARGES', 'MANUAL', 'POSTAGE', 'SHIPPING', 'DISCOUNT', 'CARRIAGE', 'SAMPLES', 'ADJUST', 'ADJUST2')
GROUP BY product_id ORDER BY n DESC, product_id;
