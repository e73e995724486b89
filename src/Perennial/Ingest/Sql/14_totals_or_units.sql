-- Does money grow with the quantity (a total) or not (a unit price)? Grain: one row: slope of ln(money) on ln(quantity) over rows with both above 0.
SELECT count(*) AS n, coalesce(regr_slope(ln(money), ln(pieces)), 0) AS slope, coalesce(stddev_pop(ln(pieces)), 0) AS spread
FROM (SELECT CAST({{money}} AS DOUBLE) AS money, CAST({{pieces}} AS DOUBLE) AS pieces FROM ingest_sample)
WHERE money > 0 AND pieces > 0;
