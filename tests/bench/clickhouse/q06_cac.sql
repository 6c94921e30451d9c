SELECT source, month, cost, wins, if(wins = 0, NULL, toFloat64(cost) / wins)
FROM (SELECT source, toStartOfMonth(day) AS month, sum(amount) AS cost FROM costs GROUP BY source, month)
ANY LEFT JOIN (SELECT source, toStartOfMonth(assumeNotNull(closed_at)) AS month, count() AS wins
               FROM leads WHERE won = 1 GROUP BY source, month) USING source, month
