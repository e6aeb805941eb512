-- One row: one benefit that a payment list shows as paid to one person, and since when.
SELECT
    r.benefit,
    r.since
FROM receiving AS r
WHERE r.person_id = $person_id
ORDER BY r.since NULLS LAST, r.benefit
