-- One row: one person who is owed a benefit, or may be, with the groups she is counted in.
-- Rule: receiving, when a payment list shows her; else what the worklist says of her gap. One whom the rule could
-- not tell and who is on neither is not counted: nothing says that she is of age. Age in completed years; a birth
-- date with two possible years has no age group. What is not known is a group of its own, so that totals add up;
-- a district always lies in the province counted.
WITH aged AS (
    SELECT
        p.person_id,
        p.sex,
        p.province_code,
        p.district_code,
        CASE
            WHEN p.birth_precision <> 'year_ambiguous'
                THEN
                    year($as_of) - year(p.birth_date)
                    - CASE
                        WHEN month($as_of) * 100 + day($as_of) < month(p.birth_date) * 100 + day(p.birth_date) THEN 1
                        ELSE 0
                    END
        END AS age
    FROM persons AS p
)

SELECT
    e.person_id,
    e.benefit,
    coalesce(a.province_code, substring(a.district_code, 1, 2), 'unknown') AS province_code,
    coalesce(a.district_code, 'unknown') AS district_code,
    coalesce(g.age_group, 'unknown') AS age_group,
    coalesce(a.sex, 'unknown') AS sex,
    CASE WHEN r.person_id IS NOT NULL THEN 'receiving' ELSE w.outcome END AS state
FROM entitlements AS e
JOIN aged AS a ON a.person_id = e.person_id
LEFT JOIN age_groups AS g ON a.age BETWEEN g.from_age AND g.to_age
LEFT JOIN receiving AS r ON r.person_id = e.person_id AND r.benefit = e.benefit
LEFT JOIN worklist AS w ON w.person_id = e.person_id AND w.benefit = e.benefit
WHERE
    e.verdict IN ('eligible', 'cannot_tell')
    AND (r.person_id IS NOT NULL OR w.person_id IS NOT NULL)
