-- One row for each customer as known on the morning of :date; no purchase on or after :date is read.
--
-- Money is added in whole cents, so that a sum does not depend on the order of the rows.
-- Several purchases on one day count separately in purchases_* and once in active_days.
WITH
  -- What a customer bought on one day.
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
    SELECT customer_id,
           min(date) AS first_date,
           max(date) AS last_date,
           count(*) AS active_days,
           sum(CASE WHEN date >= date(:date, '-28 days') THEN purchases ELSE 0 END) AS purchases_28d,
           sum(CASE WHEN date >= date(:date, '-90 days') THEN purchases ELSE 0 END) AS purchases_90d,
           sum(purchases) AS purchases_all,
           sum(CASE WHEN date >= date(:date, '-28 days') THEN cents ELSE 0 END) AS cents_28d,
           sum(CASE WHEN date >= date(:date, '-90 days') THEN cents ELSE 0 END) AS cents_90d,
           sum(cents) AS cents_all,
           sum(cds) AS cds_all
      FROM days
     GROUP BY customer_id
  ),
  spans AS (
    SELECT *,
           CAST(julianday(:date) - julianday(last_date) AS INTEGER) AS recency_days,
           CAST(julianday(:date) - julianday(first_date) AS INTEGER) AS tenure_days,
           (julianday(last_date) - julianday(first_date)) / nullif(active_days - 1, 0) AS mean_gap_days
      FROM customers
  )
SELECT spans.customer_id,
       recency_days,                                     -- since the last purchase
       tenure_days,                                      -- since the first purchase
       active_days,                                      -- days with a purchase
       purchases_28d,
       purchases_90d,
       purchases_all,
       cents_28d / 100.0 AS money_28d,
       cents_90d / 100.0 AS money_90d,
       cents_all / 100.0 AS money_all,
       cents_all / (100.0 * purchases_all) AS mean_basket,
       days.cents / 100.0 AS last_basket,                -- of the whole last day
       cds_all,
       mean_gap_days,                                    -- NULL with a single day
       recency_days / mean_gap_days AS recency_in_gaps,  -- above 1: later than usual; NULL with a single day
       substr(first_date, 1, 7) AS cohort                -- month of the first purchase
  FROM spans
  JOIN days ON days.customer_id = spans.customer_id AND days.date = spans.last_date
 ORDER BY spans.customer_id
