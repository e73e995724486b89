-- How often each time between purchases occurs. Grain: gap, ordered so. Units: days; gaps is a count.
SELECT gap, count(*) AS gaps FROM portfolio_gaps GROUP BY gap ORDER BY gap;
