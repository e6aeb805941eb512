-- One row: one thing the release believes about the asked person, and from which record.
SELECT
    v.field,
    v.record_id,
    v.dataset,
    CASE v.field
        WHEN 'citizen_id' THEN n.citizen_id
        WHEN 'title' THEN n.title
        WHEN 'given_name' THEN n.given_name
        WHEN 'family_name' THEN n.family_name
        WHEN 'phone' THEN n.phone
        WHEN 'sex' THEN p.sex
        WHEN 'birth_date' THEN CAST(p.birth_date AS VARCHAR)
        WHEN 'death_date' THEN coalesce(CAST(p.death_date AS VARCHAR), 'none')
        WHEN 'residence'
            THEN concat_ws(' ', coalesce(p.subdistrict_code, p.district_code, p.province_code), n.house_number)
    END AS value
FROM provenance AS v
JOIN persons AS p ON p.person_id = v.person_id
JOIN identifiers AS n ON n.person_id = v.person_id
WHERE v.person_id = $person_id
ORDER BY v.field
