-- One row: a record of the benchmark file, as a build holds it: both sides read the same.
-- Rule: the check digit of a citizen number.
-- Policy: none.
WITH
digits AS (
    SELECT
        f.record_id,
        f.source,
        f.citizen_id,
        f.given_name,
        f.family_name,
        f.sex,
        f.birth_date,
        f.house_number,
        f.subdistrict_code,
        f.phone,
        TRY_CAST(CASE WHEN length(f.citizen_id) = 13 THEN f.citizen_id END AS BIGINT) AS n
    FROM file AS f
),
summed AS (
    SELECT
        d.record_id,
        d.n,
        13 * (d.n // 1000000000000) + 12 * (d.n // 100000000000 % 10) + 11 * (d.n // 10000000000 % 10)
        + 10 * (d.n // 1000000000 % 10) + 9 * (d.n // 100000000 % 10) + 8 * (d.n // 10000000 % 10)
        + 7 * (d.n // 1000000 % 10) + 6 * (d.n // 100000 % 10) + 5 * (d.n // 10000 % 10) + 4 * (d.n // 1000 % 10)
        + 3 * (d.n // 100 % 10) + 2 * (d.n // 10 % 10) AS total
    FROM digits AS d
)
SELECT
    d.record_id,
    d.source AS dataset,
    d.source AS agency,
    d.source AS delivery_id,
    CAST(NULL AS BIGINT) AS row_number,
    CAST(NULL AS VARCHAR) AS source_key,
    d.citizen_id,
    substr(d.citizen_id, 1, 1) AS citizen_id_kind,
    coalesce((11 - s.total % 11) % 10 = d.n % 10, FALSE) AS citizen_id_valid,
    CAST(NULL AS VARCHAR) AS other_number,
    CAST(NULL AS VARCHAR) AS title,
    d.given_name,
    d.family_name,
    d.sex,
    d.birth_date,
    CASE WHEN d.birth_date IS NOT NULL THEN 'day' END AS birth_precision,
    d.house_number,
    CAST(NULL AS VARCHAR) AS street,
    CAST(NULL AS VARCHAR) AS locality,
    CAST(NULL AS VARCHAR) AS postcode,
    d.subdistrict_code,
    substr(d.subdistrict_code, 1, 4) AS district_code,
    substr(d.subdistrict_code, 1, 2) AS province_code,
    d.phone,
    CAST(NULL AS VARCHAR) AS household_key,
    CAST(NULL AS DATE) AS seen_on
FROM digits AS d
JOIN summed AS s ON s.record_id = d.record_id
