-- One row: one thing a record says about the asked person besides who she is.
SELECT
    f.record_id,
    f.dataset,
    f.fact,
    coalesce(f.value_text, CAST(f.value_number AS VARCHAR), CAST(f.value_date AS VARCHAR)) AS value,
    f.seen_on
FROM person_facts AS f
WHERE f.person_id = $person_id
ORDER BY f.fact, f.dataset, f.seen_on, f.record_id
