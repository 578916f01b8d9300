-- repurchases by cohort
/* a block
   over lines */
WITH first AS (
  SELECT customer_id, MIN(date) AS first_date, 'it''s -- no comment' AS note
  FROM purchases WHERE date < :date AND dollars >= 1.5e2 AND cds <> 0x1F
  GROUP BY customer_id HAVING COUNT(*) > 1
)
SELECT "quoted ""name""", `other`, substr(note, 1, 10) AS short,
  CASE WHEN a.x IS NOT NULL THEN a.x ELSE .5 END AS "x"
FROM first a LEFT JOIN other b USING (customer_id)
WHERE b.label = $label OR b.at BETWEEN @from AND :to -- the end
ORDER BY 1 DESC LIMIT 20;
