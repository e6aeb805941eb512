-- One row: one record of the asked person, with the row of the delivery it is.
SELECT
    r.record_id,
    r.dataset,
    r.delivery_id,
    r.row_number,
    r.seen_on,
    r.citizen_id,
    r.title,
    r.given_name,
    r.family_name,
    r.sex,
    r.birth_date,
    r.birth_precision,
    concat_ws(' ', coalesce(r.subdistrict_code, r.district_code, r.province_code), r.house_number) AS residence,
    r.phone
FROM records AS r
JOIN identity AS i ON i.record_id = r.record_id
WHERE i.person_id = $person_id
ORDER BY r.dataset, r.seen_on, r.record_id
