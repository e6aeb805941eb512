-- One row: a record, and the groups in which the quality of its links is told.
-- Rule: age in completed years on the release's day, by year, month and day; regions as official statistics have them.
-- Policy: none.
SELECT
    r.record_id,
    CASE
        WHEN r.birth_date IS NULL OR r.birth_precision = 'year_ambiguous' THEN 'unknown'
        WHEN a.years < 15 THEN '0-14'
        WHEN a.years < 25 THEN '15-24'
        WHEN a.years < 60 THEN '25-59'
        WHEN a.years < 80 THEN '60-79'
        ELSE '80+'
    END AS age,
    coalesce(r.sex, 'unknown') AS sex,
    CASE
        WHEN r.province_code IS NULL THEN 'unknown'
        WHEN r.province_code = '10' THEN 'bangkok'
        WHEN substring(r.province_code, 1, 1) IN ('1', '2', '7') THEN 'central'
        WHEN substring(r.province_code, 1, 1) IN ('3', '4') THEN 'northeast'
        WHEN substring(r.province_code, 1, 1) IN ('5', '6') THEN 'north'
        WHEN substring(r.province_code, 1, 1) IN ('8', '9') THEN 'south'
        ELSE 'unknown'
    END AS region,
    CASE
        WHEN r.citizen_id IS NULL THEN 'none'
        WHEN NOT coalesce(r.citizen_id_valid, FALSE) THEN 'doubted'
        WHEN r.citizen_id_kind IN ('1', '2', '3', '4', '5', '8') THEN 'thai_or_settled'
        ELSE 'other_kind'
    END AS number
FROM records AS r
INNER JOIN (
    SELECT
        b.record_id,
        extract(YEAR FROM $as_of) - extract(YEAR FROM b.birth_date)
        - CASE
            WHEN
                extract(MONTH FROM $as_of) * 100 + extract(DAY FROM $as_of)
                < extract(MONTH FROM b.birth_date) * 100 + extract(DAY FROM b.birth_date)
                THEN 1
            ELSE 0
        END AS years
    FROM records AS b
) AS a ON r.record_id = a.record_id
