-- What really happened to each customer known before :date, in the 28 days that begin with :date.
SELECT customer_id,
       max(date >= :date) AS bought,  -- 1 if there was any purchase, also one that cost nothing
       sum(CASE WHEN date >= :date THEN CAST(round(dollars * 100) AS INTEGER) ELSE 0 END) / 100.0 AS spent
  FROM purchases
 WHERE date < date(:date, '+28 days')
 GROUP BY customer_id
HAVING min(date) < :date
 ORDER BY customer_id
