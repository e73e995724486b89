-- By how much recurring revenue moved, up to a day. Grain: move; ordered by segment, move, before, size. size: ln(after / before) of that move alone; before in
-- currency a month. Prices and currencies are not customers' moves.
-- Every k-th move where there are more than are needed.
SELECT segment, move, size, before FROM (
  SELECT segment, move, size, before, row_number() OVER (PARTITION BY segment, move ORDER BY before, size, customer_key) AS place, count(*) OVER (PARTITION BY segment, move) AS all_of_them
  FROM (
    SELECT spell.segment, move.move, move.customer_key, CAST(move.before AS DOUBLE) AS before, ln(CAST(move.before + move.amount AS DOUBLE) / CAST(move.before AS DOUBLE)) AS size
    FROM features_contract_moves AS move JOIN (SELECT DISTINCT customer_key, segment FROM features_contract_spells) AS spell USING (customer_key)
    WHERE move.day <= $origin AND move.move IN ('expansion', 'contraction') AND move.before > 0 AND move.before + move.amount > 0)
) WHERE (place - 1) % greatest(1, all_of_them // $most) = 0
ORDER BY segment, move, before, size;
