-- portfolio_preset_differences: customers whom two presets count differently. Grain: customer_key; ordered so. Units: DECIMAL(18,4) of the run's currency a month; 0 where a preset does not see the customer.
-- differs_by: discount (one that ends lowers recurring revenue or not), return (left and came back: counted in net retention or not). The sums of the differences are the differences of the sums.
CREATE OR REPLACE TEMP TABLE portfolio_preset_differences AS
WITH wide AS (
  SELECT
    customer_key,
    CAST(coalesce(sum(mrr) FILTER (preset = 'stripe'), 0) AS DECIMAL(18, 4)) AS mrr_stripe,
    CAST(coalesce(sum(mrr) FILTER (preset = 'chartmogul'), 0) AS DECIMAL(18, 4)) AS mrr_chartmogul,
    CAST(coalesce(sum(mrr) FILTER (preset = 'board'), 0) AS DECIMAL(18, 4)) AS mrr_board,
    CAST(coalesce(sum(opening) FILTER (preset = 'stripe'), 0) AS DECIMAL(18, 4)) AS opening_stripe,
    CAST(coalesce(sum(opening) FILTER (preset = 'chartmogul'), 0) AS DECIMAL(18, 4)) AS opening_chartmogul,
    CAST(coalesce(sum(opening) FILTER (preset = 'board'), 0) AS DECIMAL(18, 4)) AS opening_board,
    CAST(coalesce(sum(counted) FILTER (preset = 'stripe'), 0) AS DECIMAL(18, 4)) AS counted_stripe,
    CAST(coalesce(sum(counted) FILTER (preset = 'chartmogul'), 0) AS DECIMAL(18, 4)) AS counted_chartmogul,
    CAST(coalesce(sum(counted) FILTER (preset = 'board'), 0) AS DECIMAL(18, 4)) AS counted_board
  FROM portfolio_presets GROUP BY customer_key
)
SELECT
  *,
  CASE WHEN mrr_stripe <> mrr_board OR opening_stripe <> opening_board THEN 'discount' ELSE 'return' END AS differs_by
FROM wide
WHERE mrr_stripe <> mrr_board OR mrr_chartmogul <> mrr_board OR opening_stripe <> opening_board OR opening_chartmogul <> opening_board
  OR counted_stripe <> counted_board OR counted_chartmogul <> counted_board
ORDER BY customer_key;
