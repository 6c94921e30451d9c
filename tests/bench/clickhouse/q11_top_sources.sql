SELECT source, count(won) AS closed, countIf(won = 1) AS wins, wins / closed AS win_rate
FROM leads
WHERE region IN ('UK', 'DACH', 'France', 'Nordics', 'Iberia') AND segment <> 'Public'
  AND created_at >= '2025-01-01 00:00:00' AND created_at < '2025-10-01 00:00:00'
GROUP BY source HAVING closed >= 20 ORDER BY win_rate DESC, source LIMIT 10
