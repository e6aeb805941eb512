-- One row: what the rule of one benefit, in force on $as_of, says about one person.
-- Rule: age in completed years. Where only the year, or year and month, of birth is known, age counts from the
-- first day of it (Civil and Commercial Code, section 16), which is how such a date stands in the register. Of a
-- January to March before 1941 two years are possible (the year then began in April): the later one decides, and
-- one of age by the earlier alone cannot be told. Nobody too young or too old is spoken of; one without a birth
-- date cannot be told. The dead are owed nothing. Nationality: by the number's first digit; an agency's word that
-- she is Thai outweighs it, but against a digit that says otherwise makes it only likely. Without either it cannot
-- be told. A number whose check digit fails is taken at its first digit, and the reason says so.
-- Policy: tiers and standings, from the packs.
WITH bounds AS (
    SELECT
        t.benefit,
        t.rule_id,
        min(t.from_age) AS min_age,
        max(t.to_age) AS max_age
    FROM tiers AS t
    GROUP BY t.benefit, t.rule_id
),

aged AS (
    SELECT
        p.person_id,
        p.birth_date,
        p.citizen_id_kind,
        p.citizen_id_valid,
        p.death_date IS NOT NULL AND p.death_date <= $as_of AS is_deceased,
        year($as_of) - year(p.birth_date)
        - CASE
            WHEN month($as_of) * 100 + day($as_of) < month(p.birth_date) * 100 + day(p.birth_date) THEN 1
            ELSE 0
        END AS age,
        CASE WHEN p.birth_precision = 'year_ambiguous' THEN 1 ELSE 0 END AS years_in_doubt
    FROM persons AS p
),

said_thai AS (
    SELECT DISTINCT
        f.person_id,
        n.benefit
    FROM person_facts AS f
    JOIN standings AS n ON n.evidence = 'word' AND n.value = f.value_text AND n.standing = 'thai'
    WHERE f.fact = 'nationality' AND f.seen_on <= $as_of
),

asked AS (
    SELECT
        a.person_id,
        b.benefit,
        b.rule_id,
        b.min_age,
        a.birth_date,
        a.age,
        a.age - a.years_in_doubt AS least_age,
        a.is_deceased,
        a.citizen_id_kind,
        coalesce(a.citizen_id_valid, FALSE) AS is_number_good,
        CASE
            WHEN s.person_id IS NOT NULL AND n.standing = 'not_thai' THEN 'likely'
            WHEN s.person_id IS NOT NULL THEN 'thai'
            ELSE n.standing
        END AS standing
    FROM aged AS a
    CROSS JOIN bounds AS b
    LEFT JOIN standings AS n
        ON n.benefit = b.benefit AND n.evidence = 'number_kind' AND n.value = a.citizen_id_kind
    LEFT JOIN said_thai AS s ON s.person_id = a.person_id AND s.benefit = b.benefit
    WHERE a.birth_date IS NULL OR (a.age >= b.min_age AND a.age - a.years_in_doubt <= b.max_age)
),

reasoned AS (
    SELECT
        q.person_id,
        q.benefit,
        q.rule_id,
        q.least_age,
        CASE
            WHEN q.is_deceased THEN 'deceased'
            WHEN q.birth_date IS NULL THEN 'no_birth_date'
            WHEN q.least_age < q.min_age THEN 'birth_date_unclear'
            WHEN q.standing IS NULL AND q.citizen_id_kind IS NULL THEN 'no_number'
            WHEN q.standing IS NULL THEN 'number_unclear'
            WHEN q.standing = 'not_thai' THEN 'not_thai'
            WHEN q.standing = 'likely' THEN 'nationality_likely'
            WHEN NOT q.is_number_good THEN 'number_unverified'
            WHEN q.age = q.min_age THEN 'newly_of_age'
            ELSE 'age_reached'
        END AS reason
    FROM asked AS q
),

judged AS (
    SELECT
        r.person_id,
        r.benefit,
        r.rule_id,
        r.least_age,
        r.reason,
        CASE
            WHEN r.reason IN ('deceased', 'not_thai') THEN 'not_eligible'
            WHEN r.reason IN ('no_birth_date', 'birth_date_unclear', 'no_number', 'number_unclear') THEN 'cannot_tell'
            ELSE 'eligible'
        END AS verdict
    FROM reasoned AS r
)

SELECT
    j.person_id,
    j.benefit,
    j.verdict,
    j.reason,
    CASE WHEN j.verdict = 'eligible' THEN t.monthly_baht END AS monthly_baht,
    j.rule_id
FROM judged AS j
LEFT JOIN tiers AS t ON t.benefit = j.benefit AND j.least_age BETWEEN t.from_age AND t.to_age
