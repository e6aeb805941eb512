-- One row: a blocking rule, and what the guard on block size kept it from bringing together. Counts, no values.
-- Rule: a key value shared by more than $largest_block records brings nobody together.
-- Policy: block size, linkage/policy.yaml.
WITH
large AS (
    SELECT
        k.rule,
        k.key_value,
        count(*) AS records
    FROM block_keys AS k
    GROUP BY k.rule, k.key_value
    HAVING count(*) > $largest_block
)
SELECT
    p.rule,
    CAST(count(*) AS BIGINT) AS key_values,
    CAST(sum(l.records) AS BIGINT) AS records,
    CAST(max(l.records) AS BIGINT) AS largest
FROM large AS l
JOIN rules AS p ON p.rule = l.rule
GROUP BY p.rule
