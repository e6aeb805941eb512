-- One row: one record of the asked person that had been delivered by the asked day.
SELECT
    r.record_id,
    r.dataset,
    r.agency,
    r.delivery_id,
    r.row_number,
    r.source_key,
    r.citizen_id,
    r.citizen_id_kind,
    r.citizen_id_valid,
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
    r.household_key,
    r.seen_on
FROM records AS r
JOIN identity AS i ON i.record_id = r.record_id
WHERE i.person_id = $person_id AND r.seen_on <= $until
