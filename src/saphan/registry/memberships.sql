-- One row: one person's household, and the dataset believed.
-- Rule: the most trusted dataset that gives her a household key; of its records the latest seen, then the
-- lower record id. People who share that key within that dataset are one household.
-- Policy: the order of trust, from the contracts.
WITH believed AS (
    SELECT
        i.person_id,
        r.dataset,
        r.household_key
    FROM records AS r
    JOIN identity AS i ON i.record_id = r.record_id
    JOIN trust AS t ON t.dataset = r.dataset
    WHERE r.household_key IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY i.person_id ORDER BY t.rank, r.seen_on DESC, r.record_id) = 1
)

SELECT
    b.person_id,
    d.household_id,
    b.dataset
FROM believed AS b
JOIN dwellings AS d ON d.dataset = b.dataset AND d.household_key = b.household_key
