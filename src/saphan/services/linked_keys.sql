-- One row: one record, by the agency's own key where it has one, and the person it is about.
-- Rule: datasets out of force are left out, and an agency's own key that may not be used gives way to ours.
SELECT
    r.dataset,
    CASE
        WHEN strpos($withheld, concat('|', r.dataset, '.record_key|')) > 0 THEN r.record_id
        ELSE coalesce(r.source_key, r.record_id)
    END AS record_id,
    i.person_id
FROM records AS r
JOIN identity AS i ON i.record_id = r.record_id
WHERE strpos($withheld, concat('|', r.dataset, '|')) = 0
ORDER BY r.dataset, r.record_id
