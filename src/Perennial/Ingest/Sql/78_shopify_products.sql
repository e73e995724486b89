-- Variants of Shopify's products with the title, which stands only in the first row of a product. Grain: variant. Key: file_no, row.
SELECT variants.file_no, variants."row", 1 AS place, variants.variant_sku, variants.variant_price, variants.cost_per_item, coalesce(variants.title, heads.title) AS title, coalesce(variants.type, heads.type) AS type
FROM ingest_export_shopify_products AS variants
JOIN (SELECT handle, any_value(title) AS title, any_value(type) AS type FROM ingest_export_shopify_products GROUP BY handle) AS heads ON heads.handle = variants.handle
WHERE variants.left_out IS NULL
