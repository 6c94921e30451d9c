SELECT month, leads, if(rowNumberInAllBlocks() = 0, NULL, leads / (leads - runningDifference(leads)) - 1),
       revenue, if(rowNumberInAllBlocks() = 0, NULL, r / (r - runningDifference(r)) - 1)
FROM (SELECT toStartOfMonth(created_at) AS month, toInt64(count()) AS leads,
             sumIf(assumeNotNull(amount), won = 1) AS revenue, toFloat64(revenue) AS r
      FROM leads GROUP BY month ORDER BY month)
