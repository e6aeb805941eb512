-- One row: one thing a dataset of the project says about a person, without the record it stands in.
-- Rule: only what the dataset opens for the project, and never another person's number.
SELECT
    f.person_id AS person_key,
    f.dataset,
    f.fact,
    CAST(row_number() OVER (
        PARTITION BY f.person_id, f.dataset, f.fact ORDER BY f.seen_on, f.value_text, f.value_number, f.value_date, f.record_id
    ) AS BIGINT) AS number,
    f.value_text,
    f.value_number,
    f.value_date,
    f.seen_on
FROM person_facts AS f
WHERE
    strpos($withheld, concat('|', f.dataset, '|')) = 0
    AND strpos($withheld, concat('|', f.dataset, '.', f.fact, '|')) = 0
    AND f.fact <> 'guardian_id'
ORDER BY f.person_id, f.dataset, f.fact, number
