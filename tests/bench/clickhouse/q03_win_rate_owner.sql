SELECT owner, count(won) AS closed, countIf(won = 1) AS wins, if(closed = 0, NULL, wins / closed)
FROM leads GROUP BY owner
