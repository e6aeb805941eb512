-- One row: that pair, with what it weighs and what is done with it.
SELECT
    p.record_a,
    p.record_b,
    p.pattern,
    p.weight,
    p.given_name_rarity,
    p.family_name_rarity,
    p.decision,
    p.rule
FROM pairs AS p
WHERE p.record_a = $record_a AND p.record_b = $record_b
