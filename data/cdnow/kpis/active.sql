-- Customers with at least one purchase in the week; weeks begin on Monday. :from and :to are half open.
SELECT date(date, '-6 days', 'weekday 1') AS period,
       count(DISTINCT customer_id) AS value
  FROM purchases
 WHERE date >= :from AND date < :to
 GROUP BY period
 ORDER BY period
