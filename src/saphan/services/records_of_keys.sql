-- One row: one record of one of the asked persons.
SELECT
    i.person_id,
    i.record_id
FROM identity AS i
WHERE strpos($persons, concat('|', i.person_id, '|')) > 0
ORDER BY i.person_id, i.record_id
