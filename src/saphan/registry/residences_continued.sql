-- One row: a person in a household from a day to a day, by the word of one dataset.
-- Rule: of people who are reckoned anew what was found of them; of all others what stood before, where a stay that had no
-- end ends with the next delivery of its dataset that came since.
-- Policy: none.
SELECT
    f.person_id,
    f.dataset,
    f.kind,
    f.household_id,
    f.began,
    f.ended
FROM found AS f
UNION ALL
SELECT
    b.person_id,
    b.dataset,
    b.kind,
    b.household_id,
    b.began,
    coalesce(b.ended, d.seen_on) AS ended
FROM before AS b
LEFT JOIN days AS d ON d.dataset = b.dataset
WHERE NOT EXISTS (SELECT 1 AS one FROM people AS p WHERE p.person_id = b.person_id)
