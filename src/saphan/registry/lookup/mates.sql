-- One row: a household of somebody who is reckoned anew, and one who is in it and is not.
-- Rule: any one will do; the lowest key is the same every time.
-- Policy: none.
SELECT
    m.household_id,
    min(m.person_id) AS person_id
FROM memberships AS m
WHERE
    EXISTS (SELECT 1 AS one FROM few AS f WHERE f.household_id = m.household_id)
    AND NOT EXISTS (SELECT 1 AS one FROM anew AS a WHERE a.person_id = m.person_id)
GROUP BY m.household_id
