-- One row: one mark of one record, by which somebody who objected is known in a later delivery.
-- Rule: the number with the given name or with the birth date, or the whole name with a whole birth date; the number
-- alone only where the row says nothing else, since a parent's number is often written for a child. A mark is a digest
-- with a key that lies apart: nobody without the key can try out numbers and compare.
SELECT
    r.record_id,
    sha256(concat($secret, '|number given_name|', r.citizen_id, '|', r.given_name)) AS mark
FROM records AS r
WHERE r.citizen_id IS NOT NULL AND r.given_name IS NOT NULL
UNION ALL
SELECT
    r.record_id,
    sha256(concat($secret, '|number birth_date|', r.citizen_id, '|', CAST(r.birth_date AS VARCHAR))) AS mark
FROM records AS r
WHERE r.citizen_id IS NOT NULL AND r.birth_date IS NOT NULL
UNION ALL
SELECT
    r.record_id,
    sha256(concat(
        $secret, '|name birth_date|', r.given_name, '|', r.family_name, '|', CAST(r.birth_date AS VARCHAR)
    )) AS mark
FROM records AS r
WHERE r.given_name IS NOT NULL AND r.family_name IS NOT NULL AND r.birth_precision = 'day'
UNION ALL
SELECT
    r.record_id,
    sha256(concat($secret, '|number|', r.citizen_id)) AS mark
FROM records AS r
WHERE r.citizen_id IS NOT NULL AND ($is_hers OR (r.given_name IS NULL AND r.birth_date IS NULL))
