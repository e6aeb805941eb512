-- One row: one of the keys asked about that somebody has or ever had.
-- Rule: a key is never given twice, not even after its first owner's records went to somebody else.
SELECT a.person_id
FROM asked AS a
WHERE
    EXISTS (SELECT 1 AS one FROM previous AS p WHERE p.person_id = a.person_id)
    OR EXISTS (SELECT 1 AS one FROM person_keys AS k WHERE k.person_id = a.person_id)
