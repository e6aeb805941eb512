-- One row: how many pairs of records wait for a reviewer.
SELECT count(*) AS pairs
FROM pairs AS p
WHERE p.decision = 'review'
