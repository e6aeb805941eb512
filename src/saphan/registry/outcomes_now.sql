-- One row: the latest outcome of one person and benefit, under the key she is known by now.
-- Rule: what was recorded under a key that merged is about the person it merged into; the later day counts.
SELECT
    coalesce(k.successor, o.person_id) AS person_id,
    o.benefit,
    o.outcome,
    o.recorded_on
FROM outcomes AS o
LEFT JOIN person_keys AS k ON k.person_id = o.person_id
QUALIFY row_number() OVER (
    PARTITION BY coalesce(k.successor, o.person_id), o.benefit ORDER BY o.recorded_on DESC, o.person_id
) = 1
