SELECT multiIf(isNull(first_response_at), '5 none', s <= 300, '1 <=5min', s <= 3600, '2 <=1h', s <= 86400, '3 <=1d', '4 >1d') AS bucket,
       count() AS leads, count(mql_at) AS mqls, countIf(won = 1) AS wins, mqls / leads, wins / leads
FROM (SELECT first_response_at, mql_at, won, toUInt32(assumeNotNull(first_response_at)) - toUInt32(created_at) AS s FROM leads)
GROUP BY bucket
