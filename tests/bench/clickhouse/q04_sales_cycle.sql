SELECT region, a / 86400,
       (v[arrayFirstIndex(x -> x > i, n)] + (v[arrayFirstIndex(x -> x > ceil(p), n)] - v[arrayFirstIndex(x -> x > i, n)]) * (p - i)) / 86400
FROM (SELECT region, sum(s * c) / sum(c) AS a, groupArray(s) AS v, arrayCumSum(groupArray(c)) AS n,
             (n[-1] - 1) * 0.5 AS p, floor(p) AS i
      FROM (SELECT region, toUInt32(assumeNotNull(closed_at)) - toUInt32(created_at) AS s, count() AS c
            FROM leads WHERE won = 1 GROUP BY region, s ORDER BY region, s)
      GROUP BY region)
