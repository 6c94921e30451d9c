SELECT t[i + 1] + (t[toUInt32(ceil(p)) + 1] - t[i + 1]) * (p - i),
       t[j + 1] + (t[toUInt32(ceil(q)) + 1] - t[j + 1]) * (q - j)
FROM (SELECT t, (length(t) - 1) * 0.5 AS p, toUInt32(floor(p)) AS i, (length(t) - 1) * 0.9 AS q,
             toUInt32(floor(q)) AS j
      FROM (SELECT arraySort(groupArray(toUInt32(assumeNotNull(first_response_at)) - toUInt32(created_at))) AS t
            FROM leads WHERE first_response_at IS NOT NULL))
