SELECT region, avg(s) / 86400,
       (arraySort(groupArray(s)) AS t)[toUInt32(floor((length(t) - 1) * 0.5)) + 1] / 86400 * (1 - ((length(t) - 1) * 0.5 - floor((length(t) - 1) * 0.5)))
         + t[toUInt32(ceil((length(t) - 1) * 0.5)) + 1] / 86400 * ((length(t) - 1) * 0.5 - floor((length(t) - 1) * 0.5))
FROM (SELECT region, toUInt32(assumeNotNull(closed_at)) - toUInt32(created_at) AS s FROM leads WHERE won = 1)
GROUP BY region
