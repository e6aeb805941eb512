-- One row: one field of one of the asked persons that only a dataset or a column out of force gave.
SELECT
    v.person_id,
    v.field
FROM provenance AS v
WHERE
    strpos($persons, concat('|', v.person_id, '|')) > 0
    AND (
        strpos($withheld, concat('|', v.dataset, '|')) > 0
        OR strpos($withheld, concat('|', v.dataset, '.', v.field, '|')) > 0
    )
ORDER BY v.person_id, v.field
