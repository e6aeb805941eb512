-- One row: one of the asked records, with whom the register takes it for.
-- Rule: a record of a dataset that is closed today is not shown, nor one that lies outside the asker's areas.
SELECT
    r.record_id,
    r.dataset,
    i.person_id,
    r.citizen_id,
    r.other_number,
    r.title,
    r.given_name,
    r.family_name,
    r.sex,
    r.birth_date,
    r.birth_precision,
    r.house_number,
    r.street,
    r.locality,
    r.postcode,
    r.subdistrict_code,
    r.district_code,
    r.province_code,
    r.phone,
    r.seen_on
FROM records AS r
JOIN identity AS i ON i.record_id = r.record_id
WHERE
    strpos($records, concat('|', r.record_id, '|')) > 0
    AND strpos($withheld, concat('|', r.dataset, '|')) = 0
    AND (
        $areas = '|'
        OR strpos($areas, concat('|', coalesce(r.province_code, '-'), '|')) > 0
        OR strpos($areas, concat('|', coalesce(r.district_code, '-'), '|')) > 0
        OR strpos($areas, concat('|', coalesce(r.subdistrict_code, '-'), '|')) > 0
    )
ORDER BY r.record_id
