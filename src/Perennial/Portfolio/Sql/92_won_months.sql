-- What customers won left, by where and when they were won and by age. Grain: channel x month won x age (months since, 0 is the month itself); ordered so. Units: the run's currency.
SELECT channel, won.month, CAST(date_diff('month', won.month, contribution.month) AS INTEGER) AS age, sum(contribution.contribution) AS contribution
FROM portfolio_won AS won JOIN ledger_contribution AS contribution ON contribution.customer_key = won.customer_key
WHERE contribution.month >= won.month
GROUP BY channel, won.month, age ORDER BY channel, won.month, age;
