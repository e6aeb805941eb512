-- One row: two records that share a key of some rule, and the first rule that brought them together.
-- Rule: a key value shared by more than $largest_block records is a filler and brings nobody together.
-- Policy: order of rules and block size, linkage/policy.yaml.
WITH
small AS (
    SELECT
        k.rule,
        k.key_value
    FROM block_keys AS k
    GROUP BY k.rule, k.key_value
    HAVING count(*) BETWEEN 2 AND $largest_block
),
kept AS (
    SELECT
        k.record_id,
        k.rule,
        k.key_value,
        p.place
    FROM block_keys AS k
    JOIN small AS s ON s.rule = k.rule AND s.key_value = k.key_value
    JOIN rules AS p ON p.rule = k.rule
),
found AS (
    SELECT
        a.record_id AS record_a,
        b.record_id AS record_b,
        min(a.place) AS place
    FROM kept AS a
    JOIN kept AS b ON b.rule = a.rule AND b.key_value = a.key_value AND b.record_id > a.record_id
    GROUP BY a.record_id, b.record_id
)
SELECT
    f.record_a,
    f.record_b,
    p.rule
FROM found AS f
JOIN rules AS p ON p.place = f.place
