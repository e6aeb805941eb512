-- One row: a correction, under the key its person is known by now.
-- Rule: of two that a merge brought to one person and field, the one decided later; of one day the later number.
SELECT
    c.correction_id,
    coalesce(k.successor, c.person_id) AS person_id,
    c.field,
    c.value,
    c.decided_on
FROM corrections AS c
LEFT JOIN person_keys AS k ON k.person_id = c.person_id
QUALIFY row_number() OVER (
    PARTITION BY coalesce(k.successor, c.person_id), c.field
    ORDER BY c.decided_on DESC, length(c.correction_id) DESC, c.correction_id DESC
) = 1
