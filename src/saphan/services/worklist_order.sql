-- One row: one gap that the asker may see, in the order in which it is shown.
-- Rule: the surest first, then names in dictionary order. Nobody is listed who is known only from datasets whose
-- agreement is no longer in force.
SELECT
    w.person_id,
    w.benefit,
    w.outcome,
    w.outcome_on,
    w.district_code
FROM worklist AS w
LEFT JOIN identifiers AS n ON n.person_id = w.person_id
WHERE
    (
        $areas = '|'
        OR strpos($areas, concat('|', coalesce(w.province_code, '-'), '|')) > 0
        OR strpos($areas, concat('|', coalesce(w.district_code, '-'), '|')) > 0
        OR strpos($areas, concat('|', coalesce(w.subdistrict_code, '-'), '|')) > 0
    )
    AND ($doubt = '' OR w.doubt = $doubt)
    AND EXISTS (
        SELECT 1
        FROM provenance AS v
        WHERE v.person_id = w.person_id AND strpos($withheld, concat('|', v.dataset, '|')) = 0
            AND v.dataset <> 'correction'
    )
ORDER BY
    CASE w.doubt WHEN 'sure' THEN 1 WHEN 'probable' THEN 2 ELSE 3 END,
    n.given_name COLLATE th,
    n.family_name COLLATE th,
    w.person_id,
    w.benefit
