-- One row: one person's household, and the dataset believed.
-- Rule: a household key goes before an address; then the most trusted dataset that gives her one; of its records the
-- latest seen, then the lower record id. People who share that key within that dataset are one household, and so are
-- those who share that address in any. Whose address is too crowded has none: an older address is not hers any more.
-- Policy: the order of trust, from the contracts; which addresses are too crowded, from registry/policy.yaml.
WITH believed AS (
    SELECT
        i.person_id,
        h.dataset,
        h.named_in,
        h.household_key
    FROM homes AS h
    JOIN identity AS i ON i.record_id = h.record_id
    JOIN trust AS t ON t.dataset = h.dataset
    QUALIFY row_number() OVER (
        PARTITION BY i.person_id
        ORDER BY CASE WHEN h.named_in = ':address' THEN 1 ELSE 0 END, t.rank, h.seen_on DESC, h.record_id
    ) = 1
)

SELECT
    b.person_id,
    d.household_id,
    b.dataset
FROM believed AS b
JOIN dwellings AS d ON d.dataset = b.named_in AND d.household_key = b.household_key
WHERE
    b.named_in <> ':address'
    OR NOT EXISTS (SELECT 1 AS one FROM crowded AS c WHERE c.household_key = b.household_key)
