-- One row: one person whom a dataset of the project knows.
-- Rule: a value stands where the dataset whose word it is opens it for the project; `$withheld` names what is not.
WITH given AS (
    SELECT
        v.person_id,
        v.field
    FROM provenance AS v
    WHERE
        strpos($withheld, concat('|', v.dataset, '|')) = 0
        AND strpos($withheld, concat('|', v.dataset, '.', v.field, '|')) = 0
),

known AS (
    SELECT DISTINCT i.person_id
    FROM identity AS i
    JOIN records AS r ON r.record_id = i.record_id
    WHERE strpos($withheld, concat('|', r.dataset, '|')) = 0
)

SELECT
    p.person_id AS person_key,
    CASE WHEN s.person_id IS NOT NULL THEN p.sex END AS sex,
    CASE WHEN b.person_id IS NOT NULL THEN p.birth_date END AS birth_date,
    CASE WHEN b.person_id IS NOT NULL THEN p.birth_precision END AS birth_precision,
    CASE WHEN h.person_id IS NOT NULL THEN p.subdistrict_code END AS subdistrict_code,
    CASE WHEN h.person_id IS NOT NULL THEN p.district_code END AS district_code,
    CASE WHEN h.person_id IS NOT NULL THEN p.province_code END AS province_code
FROM persons AS p
JOIN known AS k ON k.person_id = p.person_id
LEFT JOIN given AS s ON s.person_id = p.person_id AND s.field = 'sex'
LEFT JOIN given AS b ON b.person_id = p.person_id AND b.field = 'birth_date'
LEFT JOIN given AS h ON h.person_id = p.person_id AND h.field = 'residence'
ORDER BY p.person_id
