SELECT source, cost, leads, toFloat64(cost) / leads
FROM (SELECT source, sum(amount) AS cost FROM costs GROUP BY source)
ANY INNER JOIN (SELECT source, count() AS leads FROM leads GROUP BY source) USING source
