-- Everything a model may learn from on the morning of :date: the customers as they were known on past
-- Sundays (`as_of`), with what they did in the 28 days that followed. Only Sundays whose 28 days are
-- over before :date, at most 27 of them, none before 1997-04-06, when the last customer had joined.
--
-- For each `as_of` the columns are those of features.sql and outcomes.sql; train.py holds them to it.
WITH RECURSIVE
  snapshots AS (
    SELECT date(:date, '-34 days', 'weekday 0') AS as_of
    UNION ALL
    SELECT date(as_of, '-7 days')
      FROM snapshots
     WHERE as_of > date(:date, '-34 days', 'weekday 0', '-182 days')
  ),
  days AS (
    SELECT customer_id,
           date,
           count(*) AS purchases,
           sum(cds) AS cds,
           sum(CAST(round(dollars * 100) AS INTEGER)) AS cents
      FROM purchases
     WHERE date < :date
     GROUP BY customer_id, date
  ),
  customers AS (
    SELECT as_of,
           customer_id,
           min(date) AS first_date,
           max(date) FILTER (WHERE date < as_of) AS last_date,
           count(*) FILTER (WHERE date < as_of) AS active_days,
           sum(CASE WHEN date < as_of AND date >= date(as_of, '-28 days') THEN purchases ELSE 0 END) AS purchases_28d,
           sum(CASE WHEN date < as_of AND date >= date(as_of, '-90 days') THEN purchases ELSE 0 END) AS purchases_90d,
           sum(CASE WHEN date < as_of THEN purchases ELSE 0 END) AS purchases_all,
           sum(CASE WHEN date < as_of AND date >= date(as_of, '-28 days') THEN cents ELSE 0 END) AS cents_28d,
           sum(CASE WHEN date < as_of AND date >= date(as_of, '-90 days') THEN cents ELSE 0 END) AS cents_90d,
           sum(CASE WHEN date < as_of THEN cents ELSE 0 END) AS cents_all,
           sum(CASE WHEN date < as_of THEN cds ELSE 0 END) AS cds_all,
           max(date >= as_of) AS bought,
           sum(CASE WHEN date >= as_of THEN cents ELSE 0 END) AS cents_spent
      FROM snapshots
      JOIN days ON days.date < date(as_of, '+28 days')
     WHERE as_of >= '1997-04-06'
     GROUP BY as_of, customer_id
    HAVING min(date) < as_of
  ),
  spans AS (
    SELECT *,
           CAST(julianday(as_of) - julianday(last_date) AS INTEGER) AS recency_days,
           CAST(julianday(as_of) - julianday(first_date) AS INTEGER) AS tenure_days,
           (julianday(last_date) - julianday(first_date)) / nullif(active_days - 1, 0) AS mean_gap_days
      FROM customers
  )
SELECT as_of,
       spans.customer_id,
       recency_days,
       tenure_days,
       active_days,
       purchases_28d,
       purchases_90d,
       purchases_all,
       cents_28d / 100.0 AS money_28d,
       cents_90d / 100.0 AS money_90d,
       cents_all / 100.0 AS money_all,
       cents_all / (100.0 * purchases_all) AS mean_basket,
       days.cents / 100.0 AS last_basket,
       cds_all,
       mean_gap_days,
       recency_days / mean_gap_days AS recency_in_gaps,
       substr(first_date, 1, 7) AS cohort,
       bought,
       cents_spent / 100.0 AS spent
  FROM spans
  JOIN days ON days.customer_id = spans.customer_id AND days.date = spans.last_date
 ORDER BY as_of, spans.customer_id
