-- One row: one gap and the latest outcome a worker recorded about it.
-- Rule: a gap nobody has recorded anything about is open. An outcome without a gap is not listed: she receives it
-- now, or is no longer owed it.
SELECT
    g.person_id,
    g.benefit,
    g.doubt,
    g.reason,
    g.monthly_baht,
    g.age,
    g.subdistrict_code,
    g.district_code,
    g.province_code,
    coalesce(o.outcome, 'open') AS outcome,
    o.recorded_on AS outcome_on
FROM gaps AS g
LEFT JOIN outcomes AS o ON o.person_id = g.person_id AND o.benefit = g.benefit
