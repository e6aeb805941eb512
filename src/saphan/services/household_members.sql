-- One row: one person of the household of $person_id, or she alone where she has none; she comes first.
-- Rule: nobody is shown who is known only from datasets out of force, nor a household that only they tell of. One that is
-- known by its address is withheld where the residence is.
WITH home AS (
    SELECT
        m.household_id,
        CASE WHEN d.household_id IS NULL THEN '.household_key|' ELSE '.residence|' END AS known_by
    FROM memberships AS m
    LEFT JOIN dwellings AS d ON d.household_id = m.household_id AND d.dataset = ':address'
    WHERE
        m.person_id = $person_id
        AND strpos($withheld, concat('|', m.dataset, '|')) = 0
        AND strpos(
            $withheld,
            concat('|', m.dataset, CASE WHEN d.household_id IS NULL THEN '.household_key|' ELSE '.residence|' END)
        ) = 0
),

together AS (
    SELECT
        m.person_id,
        m.household_id
    FROM memberships AS m
    JOIN home AS h ON h.household_id = m.household_id
    WHERE
        strpos($withheld, concat('|', m.dataset, '|')) = 0
        AND strpos($withheld, concat('|', m.dataset, h.known_by)) = 0
)

SELECT
    p.person_id,
    t.household_id,
    p.sex,
    p.birth_date,
    p.birth_precision,
    p.citizen_id_kind IS NOT NULL AS has_number,
    p.subdistrict_code,
    p.district_code,
    p.province_code,
    p.death_date,
    p.is_doubtful,
    n.title,
    n.given_name,
    n.family_name,
    n.house_number
FROM persons AS p
LEFT JOIN together AS t ON t.person_id = p.person_id
LEFT JOIN identifiers AS n ON n.person_id = p.person_id
WHERE
    (p.person_id = $person_id OR t.person_id IS NOT NULL)
    AND EXISTS (
        SELECT 1
        FROM provenance AS v
        WHERE v.person_id = p.person_id AND strpos($withheld, concat('|', v.dataset, '|')) = 0
            AND v.dataset <> 'correction'
    )
ORDER BY
    CASE WHEN p.person_id = $person_id THEN 0 ELSE 1 END,
    p.birth_date NULLS LAST,
    p.person_id
