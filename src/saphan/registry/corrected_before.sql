-- One row: somebody of whom the release before believed a correction.
-- Policy: none.
SELECT DISTINCT p.person_id
FROM provenance AS p
WHERE p.dataset = 'correction'
