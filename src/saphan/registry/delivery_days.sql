-- One row: a day on which records of a dataset came.
-- Policy: none.
SELECT DISTINCT r.dataset, r.seen_on
FROM records AS r
