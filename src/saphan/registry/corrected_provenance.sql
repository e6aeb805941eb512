-- One row: one person, one field, and whose word is taken for it: a correction's where there is one.
-- Rule: a correction always wins; what the deliveries say stays in their records.
SELECT
    c.person_id,
    c.field,
    c.correction_id AS record_id,
    'correction' AS dataset
FROM corrections AS c
WHERE EXISTS (SELECT 1 AS one FROM identity AS i WHERE i.person_id = c.person_id)
UNION ALL
SELECT
    p.person_id,
    p.field,
    p.record_id,
    p.dataset
FROM provenance AS p
WHERE NOT EXISTS (SELECT 1 AS one FROM corrections AS c WHERE c.person_id = p.person_id AND c.field = p.field)
