-- Dollars a week; weeks begin on Monday. :from and :to are half open.
SELECT date(date, '-6 days', 'weekday 1') AS period,
       sum(CAST(round(dollars * 100) AS INTEGER)) / 100.0 AS value
  FROM purchases
 WHERE date >= :from AND date < :to
 GROUP BY period
 ORDER BY period
