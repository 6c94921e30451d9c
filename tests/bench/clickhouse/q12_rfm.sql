SELECT customer_id, count() - 1 AS frequency, (toUInt32(max(ordered_at)) - toUInt32(min(ordered_at))) / 86400,
       (1767225600 - toUInt32(min(ordered_at))) / 86400,
       if(frequency = 0, 0, toFloat64(sum(revenue) - argMin(revenue, ordered_at)) / frequency)
FROM orders GROUP BY customer_id
