SELECT segment, count() AS open, sum(amount) AS value, toFloat64(value) / count(amount)
FROM leads WHERE opportunity_at IS NOT NULL AND closed_at IS NULL GROUP BY segment
