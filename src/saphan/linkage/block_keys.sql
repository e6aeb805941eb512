-- One row: a record and one key by which a rule may bring it together with others.
-- Rule: every key a blocking rule of the policy can use. What is unknown makes no key, so that it equals nothing;
-- a birth date whose day is not known makes none either. Names are compared without regard to case; the two
-- names of a person make one key in whatever order they stand, since given and family name get exchanged.
-- Policy: linkage/policy.yaml says which of these rules are used.
WITH
heard AS (
    SELECT
        r.record_id,
        r.citizen_id,
        r.other_number,
        r.phone,
        r.household_key,
        lower(r.given_name) AS given_name,
        lower(r.family_name) AS family_name,
        g.sound AS given_sound,
        f.sound AS family_sound,
        CASE WHEN r.birth_precision = 'day' THEN CAST(r.birth_date AS VARCHAR) END AS birth_day,
        CAST(extract(YEAR FROM r.birth_date) AS VARCHAR) AS birth_year,
        coalesce(r.subdistrict_code, r.postcode, lower(r.locality)) AS place
    FROM records AS r
    LEFT JOIN sounds AS g ON g.name = r.given_name
    LEFT JOIN sounds AS f ON f.name = r.family_name
),
keyed AS (
    SELECT h.record_id, 'citizen_id' AS rule, h.citizen_id AS key_value FROM heard AS h
    UNION ALL
    -- an error in the third digit is the one error the check digit never sees
    SELECT h.record_id, 'citizen_id_but_third_digit', substr(h.citizen_id, 1, 2) || substr(h.citizen_id, 4) FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'other_number', h.other_number FROM heard AS h
    UNION ALL
    SELECT
        h.record_id,
        'both_names',
        CASE
            WHEN h.given_name <= h.family_name THEN h.given_name || '|' || h.family_name
            ELSE h.family_name || '|' || h.given_name
        END
    FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'family_name_birth_date', h.family_name || '|' || h.birth_day FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'given_name_birth_date', h.given_name || '|' || h.birth_day FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'phone', h.phone FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'birth_date_place', h.birth_day || '|' || h.place FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'given_name_household', h.given_name || '|' || h.household_key FROM heard AS h
    UNION ALL
    SELECT
        h.record_id,
        'both_names_by_sound',
        CASE
            WHEN h.given_sound <= h.family_sound THEN h.given_sound || '|' || h.family_sound
            ELSE h.family_sound || '|' || h.given_sound
        END
    FROM heard AS h
    UNION ALL
    SELECT
        h.record_id, 'given_sound_birth_year_place', h.given_sound || '|' || h.birth_year || '|' || h.place
    FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'family_sound_birth_year', h.family_sound || '|' || h.birth_year FROM heard AS h
    UNION ALL
    SELECT h.record_id, 'given_name_place', h.given_name || '|' || h.place FROM heard AS h
)
SELECT
    k.record_id,
    k.rule,
    k.key_value
FROM keyed AS k
WHERE k.key_value IS NOT NULL
