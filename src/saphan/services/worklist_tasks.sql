-- One row: one of the asked persons and one gap of hers.
-- Rule: a name that only datasets out of force gave is left empty.
SELECT
    w.person_id,
    w.benefit,
    w.doubt,
    w.reason,
    w.monthly_baht,
    w.age,
    w.subdistrict_code,
    w.district_code,
    w.province_code,
    CASE WHEN strpos($withheld, concat('|', coalesce(g.dataset, '-'), '|')) = 0 THEN n.title END AS title,
    CASE WHEN strpos($withheld, concat('|', coalesce(g.dataset, '-'), '|')) = 0 THEN n.given_name END AS given_name,
    CASE WHEN strpos($withheld, concat('|', coalesce(f.dataset, '-'), '|')) = 0 THEN n.family_name END AS family_name
FROM worklist AS w
LEFT JOIN identifiers AS n ON n.person_id = w.person_id
LEFT JOIN provenance AS g ON g.person_id = w.person_id AND g.field = 'given_name'
LEFT JOIN provenance AS f ON f.person_id = w.person_id AND f.field = 'family_name'
WHERE strpos($persons, concat('|', w.person_id, '|')) > 0
ORDER BY w.person_id, w.benefit
