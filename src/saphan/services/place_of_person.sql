-- One row: where the asked person lives, as the register knows it.
SELECT
    p.person_id,
    coalesce(p.subdistrict_code, p.district_code, p.province_code, '') AS area
FROM persons AS p
WHERE p.person_id = $person_id
