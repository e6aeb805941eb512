-- One row: one house or household as one dataset knows it, and the key it keeps.
-- Rule: one that no record names now stays, so that it keeps its key when its delivery comes again; but not one of whose
-- people only those are known who objected.
SELECT
    f.dataset,
    f.household_key,
    coalesce(f.household_id, m.new_key) AS household_id
FROM founders AS f
LEFT JOIN minted AS m ON m.founding_record = f.founding_record
UNION ALL
SELECT
    b.dataset,
    b.household_key,
    b.household_id
FROM dwellings_before AS b
WHERE
    NOT EXISTS (
        SELECT 1 AS one FROM founders AS f WHERE f.dataset = b.dataset AND f.household_key = b.household_key
    )
    AND NOT EXISTS (
        SELECT 1 AS one FROM kept_out AS k WHERE k.dataset = b.dataset AND k.household_key = b.household_key
    )
