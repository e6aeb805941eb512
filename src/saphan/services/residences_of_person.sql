-- One row: one household of the asked person, from a day to a day, by the word of one dataset.
SELECT
    s.kind,
    s.dataset,
    s.household_id,
    s.began,
    s.ended
FROM residences AS s
WHERE s.person_id = $person_id
ORDER BY s.kind, s.dataset, s.began
