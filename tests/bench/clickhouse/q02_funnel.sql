SELECT source, count() AS leads, count(mql_at) AS mqls, count(sql_at) AS sqls,
       count(opportunity_at) AS opportunities, countIf(won = 1) AS wins, mqls / leads,
       if(mqls = 0, NULL, sqls / mqls), if(sqls = 0, NULL, opportunities / sqls),
       if(opportunities = 0, NULL, wins / opportunities)
FROM leads GROUP BY source
