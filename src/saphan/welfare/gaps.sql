-- One row: one person who is owed a benefit, or may be, and is not seen receiving it. It leads only to an offer of help.
-- Rule: sure, when the rule calls her eligible by a full birth date and a number that stands, and no doubtful pair
-- touches her; probable, when one of these is weaker; cannot_tell, when the rule could not tell. One without any
-- birth date is left to the family's page: nothing says that she is of age. The reason names first what a worker
-- would have to clear up, then what is likely to have happened.
WITH missed AS (
    SELECT
        e.person_id,
        e.benefit,
        e.verdict,
        e.reason AS ruling,
        e.monthly_baht,
        p.birth_precision,
        p.is_doubtful,
        CASE
            WHEN p.birth_precision <> 'year_ambiguous'
                THEN
                    year($as_of) - year(p.birth_date)
                    - CASE
                        WHEN month($as_of) * 100 + day($as_of) < month(p.birth_date) * 100 + day(p.birth_date) THEN 1
                        ELSE 0
                    END
        END AS age,
        p.subdistrict_code,
        p.district_code,
        p.province_code
    FROM entitlements AS e
    JOIN persons AS p ON p.person_id = e.person_id
    LEFT JOIN receiving AS r ON r.person_id = e.person_id AND r.benefit = e.benefit
    WHERE
        r.person_id IS NULL
        AND (e.verdict = 'eligible' OR (e.verdict = 'cannot_tell' AND e.reason <> 'no_birth_date'))
)

SELECT
    m.person_id,
    m.benefit,
    CASE
        WHEN m.verdict = 'cannot_tell' THEN 'cannot_tell'
        WHEN
            m.is_doubtful
            OR coalesce(m.birth_precision, '') <> 'day'
            OR m.ruling IN ('nationality_likely', 'number_unverified')
            THEN 'probable'
        ELSE 'sure'
    END AS doubt,
    CASE
        WHEN m.ruling IN ('no_number', 'number_unclear', 'nationality_likely', 'number_unverified') THEN 'number_unclear'
        WHEN coalesce(m.birth_precision, '') <> 'day' THEN 'birth_date_unclear'
        WHEN m.is_doubtful THEN 'doubtful_match'
        WHEN m.ruling = 'newly_of_age' THEN 'newly_eligible'
        ELSE 'never_registered'
    END AS reason,
    m.monthly_baht,
    CAST(m.age AS BIGINT) AS age,
    m.subdistrict_code,
    m.district_code,
    m.province_code
FROM missed AS m
