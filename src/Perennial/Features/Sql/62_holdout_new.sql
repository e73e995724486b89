-- Customers first seen in ($origin, $until]: nobody could know them at the origin. One row.
SELECT count(*) AS customers
FROM features_firsts
WHERE first_day > CAST($origin AS DATE) AND first_day <= CAST($until AS DATE);
