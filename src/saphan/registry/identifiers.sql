-- One row: one person's number, name, house number and telephone.
-- Rule: each value from the record that provenance names for it.
WITH everyone AS (
    SELECT DISTINCT i.person_id
    FROM identity AS i
    JOIN records AS r ON r.record_id = i.record_id
),

spoken AS (
    SELECT
        p.person_id,
        max(CASE WHEN p.field = 'citizen_id' THEN r.citizen_id END) AS citizen_id,
        max(CASE WHEN p.field = 'title' THEN r.title END) AS title,
        max(CASE WHEN p.field = 'given_name' THEN r.given_name END) AS given_name,
        max(CASE WHEN p.field = 'family_name' THEN r.family_name END) AS family_name,
        max(CASE WHEN p.field = 'residence' THEN r.house_number END) AS house_number,
        max(CASE WHEN p.field = 'phone' THEN r.phone END) AS phone
    FROM provenance AS p
    JOIN words AS r ON r.record_id = p.record_id
    GROUP BY p.person_id
)

SELECT
    e.person_id,
    s.citizen_id,
    s.title,
    s.given_name,
    s.family_name,
    s.house_number,
    s.phone
FROM everyone AS e
LEFT JOIN spoken AS s ON s.person_id = e.person_id
