-- One row: one thing one record says about a person besides who she is.
-- Rule: nothing is chosen or merged here; what to believe is for the one who asks.
SELECT
    i.person_id,
    f.record_id,
    f.dataset,
    f.fact,
    f.value_text,
    f.value_number,
    f.value_date,
    r.seen_on
FROM facts AS f
JOIN identity AS i ON i.record_id = f.record_id
JOIN records AS r ON r.record_id = f.record_id
