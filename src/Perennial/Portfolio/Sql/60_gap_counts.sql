-- How often each time between purchases occurs. Grain: gap, ordered so. Units: days; gaps is a count.
SELECT gap, count(*) AS gaps FROM portfolio_purchases WHERE gap IS NOT NULL GROUP BY gap ORDER BY gap;
