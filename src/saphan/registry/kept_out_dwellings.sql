-- One row: a household that one dataset names for a record that an objection keeps out.
SELECT DISTINCT
    r.dataset,
    r.household_key
FROM records AS r
JOIN left_out AS l ON l.record_id = r.record_id
WHERE r.household_key IS NOT NULL
