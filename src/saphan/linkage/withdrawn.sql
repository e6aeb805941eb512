-- One row: a record that the release before was linked of, and that is no more.
-- Rule: its id is not among the records of today.
-- Policy: none.
SELECT b.record_id
FROM before AS b
WHERE NOT EXISTS (SELECT 1 AS one FROM records AS r WHERE r.record_id = b.record_id)
