-- One row: one of the asked persons and one gap of hers.
-- Rule: a name, an age or a place that only datasets or columns out of force gave is left empty. `area` says who
-- may write about her, and is never shown.
WITH hidden AS (
    SELECT
        v.person_id,
        v.field
    FROM provenance AS v
    WHERE
        strpos($withheld, concat('|', v.dataset, '|')) > 0
        OR strpos($withheld, concat('|', v.dataset, '.', v.field, '|')) > 0
)

SELECT
    w.person_id,
    w.benefit,
    w.doubt,
    w.reason,
    w.monthly_baht,
    CASE WHEN b.person_id IS NULL THEN w.age END AS age,
    CASE WHEN h.person_id IS NULL THEN w.subdistrict_code END AS subdistrict_code,
    CASE WHEN h.person_id IS NULL THEN w.district_code END AS district_code,
    CASE WHEN h.person_id IS NULL THEN w.province_code END AS province_code,
    coalesce(w.subdistrict_code, w.district_code, w.province_code, '') AS area,
    CASE WHEN t.person_id IS NULL THEN n.title END AS title,
    CASE WHEN g.person_id IS NULL THEN n.given_name END AS given_name,
    CASE WHEN f.person_id IS NULL THEN n.family_name END AS family_name
FROM worklist AS w
LEFT JOIN identifiers AS n ON n.person_id = w.person_id
LEFT JOIN hidden AS t ON t.person_id = w.person_id AND t.field = 'title'
LEFT JOIN hidden AS g ON g.person_id = w.person_id AND g.field = 'given_name'
LEFT JOIN hidden AS f ON f.person_id = w.person_id AND f.field = 'family_name'
LEFT JOIN hidden AS b ON b.person_id = w.person_id AND b.field = 'birth_date'
LEFT JOIN hidden AS h ON h.person_id = w.person_id AND h.field = 'residence'
WHERE strpos($persons, concat('|', w.person_id, '|')) > 0
ORDER BY w.person_id, w.benefit
