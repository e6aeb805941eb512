-- One row: a record, with what is compared of it; the order does not matter.
-- Rule: a date as one number, year month day, so that its parts compare without a calendar.
-- Policy: none.
SELECT
    r.record_id,
    r.dataset,
    r.citizen_id,
    coalesce(r.citizen_id_valid, FALSE) AS is_valid,
    r.other_number,
    r.given_name,
    r.family_name,
    r.sex,
    CAST(
        coalesce(
            extract(YEAR FROM r.birth_date) * 10000 + extract(MONTH FROM r.birth_date) * 100 + extract(DAY FROM r.birth_date), -1
        ) AS INTEGER
    ) AS born,
    CAST(CASE r.birth_precision WHEN 'month' THEN 1 WHEN 'year' THEN 1 WHEN 'year_ambiguous' THEN 3 ELSE 0 END AS INTEGER) AS vague,
    r.house_number,
    r.street,
    r.locality,
    r.postcode,
    r.subdistrict_code,
    r.district_code,
    r.province_code,
    r.phone,
    r.household_key
FROM records AS r
