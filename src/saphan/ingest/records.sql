-- One row: what one accepted row says about who a person is, normalised.
-- Rule: every row that was read becomes a record, unless a check put it in quarantine.
-- Policy: the contract, which says what each column means.
SELECT
    $delivery_id || ':' || CAST(r.row_number AS VARCHAR) AS record_id,
    CAST($dataset AS VARCHAR) AS dataset,
    CAST($agency AS VARCHAR) AS agency,
    CAST($delivery_id AS VARCHAR) AS delivery_id,
    r.row_number AS row_number,
    r.source_key AS source_key,
    r.citizen_id AS citizen_id,
    r.citizen_id_kind AS citizen_id_kind,
    r.citizen_id_valid AS citizen_id_valid,
    r.other_number AS other_number,
    r.title AS title,
    r.given_name AS given_name,
    r.family_name AS family_name,
    r.sex AS sex,
    r.birth_date AS birth_date,
    r.birth_precision AS birth_precision,
    r.house_number AS house_number,
    r.street AS street,
    r.locality AS locality,
    r.postcode AS postcode,
    r.subdistrict_code AS subdistrict_code,
    r.district_code AS district_code,
    r.province_code AS province_code,
    r.phone AS phone,
    r.household_key AS household_key,
    CAST($received_on AS DATE) AS seen_on
FROM conformed AS r
WHERE NOT EXISTS (SELECT 1 FROM waiting AS w WHERE w.row_number = r.row_number)
