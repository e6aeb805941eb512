-- One row: a household that is named, by key or address, for a record that an objection keeps out.
SELECT DISTINCT
    h.named_in AS dataset,
    h.household_key
FROM homes AS h
JOIN left_out AS l ON l.record_id = h.record_id
