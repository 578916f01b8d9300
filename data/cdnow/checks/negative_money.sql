-- Purchases before :date that cost less than nothing; there must be none.
SELECT customer_id, date, dollars
  FROM purchases
 WHERE date < :date AND dollars < 0
