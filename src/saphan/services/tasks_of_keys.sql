-- One row: one case on the worklist about one of the asked persons.
SELECT
    w.person_id,
    w.benefit,
    w.outcome,
    w.outcome_on
FROM worklist AS w
WHERE strpos($persons, concat('|', w.person_id, '|')) > 0
ORDER BY w.person_id, w.benefit
