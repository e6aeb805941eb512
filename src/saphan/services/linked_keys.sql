-- One row: one record, by the agency's own key where it has one, and the person it is about.
SELECT
    r.dataset,
    coalesce(r.source_key, r.record_id) AS record_id,
    i.person_id
FROM records AS r
JOIN identity AS i ON i.record_id = r.record_id
ORDER BY r.dataset, r.record_id
