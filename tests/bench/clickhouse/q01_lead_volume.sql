SELECT toStartOfMonth(created_at) AS month, source, count() AS leads FROM leads GROUP BY month, source
