-- One row: one household of the asked person, from a day to a day, by the word of one dataset.
SELECT
    s.kind,
    s.dataset,
    s.household_id,
    s.began,
    s.ended,
    CASE WHEN d.household_id IS NULL THEN 'household_key' ELSE 'residence' END AS known_by
FROM residences AS s
LEFT JOIN dwellings AS d ON d.household_id = s.household_id AND d.dataset = ':address'
WHERE s.person_id = $person_id
ORDER BY s.kind, s.dataset, s.began
