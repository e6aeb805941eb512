-- One row: one dataset that knows one of the asked persons, and the day it last did.
-- Rule: datasets out of force are not named.
SELECT
    i.person_id,
    r.dataset,
    max(r.seen_on) AS seen_on
FROM identity AS i
JOIN records AS r ON r.record_id = i.record_id
WHERE
    strpos($persons, concat('|', i.person_id, '|')) > 0
    AND strpos($withheld, concat('|', r.dataset, '|')) = 0
GROUP BY i.person_id, r.dataset
ORDER BY i.person_id, r.dataset
