-- One row: a pair that waits for a reviewer and has a record of somebody who is reckoned anew.
-- Rule: all that says of one of these people whether she is in doubt.
-- Policy: none.
WITH asked AS (
    SELECT
        p.record_a,
        p.record_b,
        p.pattern,
        p.weight,
        p.decision,
        p.rule,
        p.given_name_rarity,
        p.family_name_rarity
    FROM pairs AS p
    WHERE p.decision = 'review'
),

of_either AS (
    SELECT a.record_a, a.record_b
    FROM asked AS a
    JOIN changed AS c ON c.record_id = a.record_a
    UNION
    SELECT b.record_a, b.record_b
    FROM asked AS b
    JOIN changed AS d ON d.record_id = b.record_b
)

SELECT
    q.record_a,
    q.record_b,
    q.pattern,
    q.weight,
    q.decision,
    q.rule,
    q.given_name_rarity,
    q.family_name_rarity
FROM asked AS q
JOIN of_either AS e ON e.record_a = q.record_a AND e.record_b = q.record_b
