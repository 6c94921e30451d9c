SELECT v[arrayFirstIndex(x -> x > i, n)] + (v[arrayFirstIndex(x -> x > ceil(p), n)] - v[arrayFirstIndex(x -> x > i, n)]) * (p - i),
       v[arrayFirstIndex(x -> x > j, n)] + (v[arrayFirstIndex(x -> x > ceil(q), n)] - v[arrayFirstIndex(x -> x > j, n)]) * (q - j)
FROM (SELECT groupArray(s) AS v, arrayCumSum(groupArray(c)) AS n, (n[-1] - 1) * 0.5 AS p, floor(p) AS i,
             (n[-1] - 1) * 0.9 AS q, floor(q) AS j
      FROM (SELECT toUInt32(assumeNotNull(first_response_at)) - toUInt32(created_at) AS s, count() AS c
            FROM leads WHERE first_response_at IS NOT NULL GROUP BY s ORDER BY s))
