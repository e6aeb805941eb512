-- One row: one of the keys asked about that a household has or had.
SELECT a.person_id
FROM asked AS a
WHERE EXISTS (SELECT 1 AS one FROM dwellings_before AS d WHERE d.household_id = a.person_id)
