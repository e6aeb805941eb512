-- One row: a pair that waits for a reviewer and has a record of somebody who is reckoned anew.
-- Rule: all that says of one of these people whether she is in doubt.
-- Policy: none.
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
WHERE
    p.decision = 'review'
    AND (
        EXISTS (SELECT 1 AS one FROM changed AS c WHERE c.record_id = p.record_a)
        OR EXISTS (SELECT 1 AS one FROM changed AS c WHERE c.record_id = p.record_b)
    )
