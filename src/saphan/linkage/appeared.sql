-- One row: a record that is new, or of which something that linkage looks at is no longer what it was.
-- Rule: compared with the records that the release before was linked of, value by value, whatever caused the change.
-- Policy: none.
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
LEFT JOIN before AS b ON b.record_id = r.record_id
WHERE
    b.record_id IS NULL
    OR r.dataset IS DISTINCT FROM b.dataset
    OR r.citizen_id IS DISTINCT FROM b.citizen_id
    OR r.citizen_id_valid IS DISTINCT FROM b.citizen_id_valid
    OR r.other_number IS DISTINCT FROM b.other_number
    OR r.given_name IS DISTINCT FROM b.given_name
    OR r.family_name IS DISTINCT FROM b.family_name
    OR r.sex IS DISTINCT FROM b.sex
    OR r.birth_date IS DISTINCT FROM b.birth_date
    OR r.birth_precision IS DISTINCT FROM b.birth_precision
    OR r.house_number IS DISTINCT FROM b.house_number
    OR r.street IS DISTINCT FROM b.street
    OR r.locality IS DISTINCT FROM b.locality
    OR r.postcode IS DISTINCT FROM b.postcode
    OR r.subdistrict_code IS DISTINCT FROM b.subdistrict_code
    OR r.district_code IS DISTINCT FROM b.district_code
    OR r.province_code IS DISTINCT FROM b.province_code
    OR r.phone IS DISTINCT FROM b.phone
    OR r.household_key IS DISTINCT FROM b.household_key
