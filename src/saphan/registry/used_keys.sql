-- One row: one of the keys asked about that somebody had in the release before.
-- Rule: a key is never given twice, not even after its first owner's records went to somebody else.
SELECT a.person_id
FROM asked AS a
WHERE EXISTS (SELECT 1 AS one FROM previous AS p WHERE p.person_id = a.person_id)
