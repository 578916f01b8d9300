-- Purchases a week, as recorded: two on one day are two. Weeks begin on Monday. :from and :to are half open.
SELECT date(date, '-6 days', 'weekday 1') AS period,
       count(*) AS value
  FROM purchases
 WHERE date >= :from AND date < :to
 GROUP BY period
 ORDER BY period
