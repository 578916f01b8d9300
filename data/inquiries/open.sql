-- The inquiries received on the day before :date: what lies on the desk that morning.
SELECT inquiry_id, text
  FROM inquiries
 WHERE received = date(:date, '-1 day')
 ORDER BY inquiry_id
