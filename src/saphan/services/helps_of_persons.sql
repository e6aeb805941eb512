-- One row: one benefit and one of the asked persons: what the rule says, what is received, what is missing.
SELECT
    e.person_id,
    e.benefit,
    e.verdict,
    e.rule_id,
    w.doubt,
    coalesce(w.reason, e.reason) AS reason,
    r.person_id IS NOT NULL AS is_receiving,
    w.person_id IS NOT NULL AS is_missing,
    coalesce(r.monthly_baht, w.monthly_baht, e.monthly_baht) AS monthly_baht,
    w.outcome,
    w.outcome_on
FROM entitlements AS e
LEFT JOIN receiving AS r ON r.person_id = e.person_id AND r.benefit = e.benefit
LEFT JOIN worklist AS w ON w.person_id = e.person_id AND w.benefit = e.benefit
WHERE strpos($persons, concat('|', e.person_id, '|')) > 0
UNION ALL
SELECT
    r.person_id,
    r.benefit,
    NULL AS verdict,
    NULL AS rule_id,
    NULL AS doubt,
    'receiving' AS reason,
    TRUE AS is_receiving,
    FALSE AS is_missing,
    r.monthly_baht,
    NULL AS outcome,
    NULL AS outcome_on
FROM receiving AS r
LEFT JOIN entitlements AS e ON e.person_id = r.person_id AND e.benefit = r.benefit
WHERE e.person_id IS NULL AND strpos($persons, concat('|', r.person_id, '|')) > 0
ORDER BY 1, 2
