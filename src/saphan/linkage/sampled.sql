-- One row: a pair that may be drawn for review, with what decides on such pairs.
-- Rule: pairs on which a verdict was given are known already.
-- Policy: none.
SELECT
    p.record_a,
    p.record_b,
    CASE WHEN p.rule IN ('citizen_id', 'contradiction') THEN p.rule ELSE 'weight' END AS stratum,
    p.weight,
    p.pattern,
    p.given_name_rarity,
    p.family_name_rarity
FROM pairs AS p
WHERE p.rule <> 'verdict'
ORDER BY p.record_a, p.record_b
