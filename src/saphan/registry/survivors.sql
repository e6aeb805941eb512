-- One row: one person, one field, and the record whose word the register takes for it.
-- Rule: the most trusted dataset that says something; of its records the latest seen; of two on one day the
-- lower record id, so that a rebuild gives the same row. A number whose check digit agrees goes before one
-- whose does not. A residence is taken whole from one record, since the house number of one agency and the
-- subdistrict of another make an address that nobody lives at; one with an area goes before one without.
-- Policy: the order of trust, from the contracts; the fields in $plain, whose order is trust, then recency. Others are
-- chosen in survivors_by_policy.sql.
WITH ranked AS (
    SELECT
        i.person_id,
        r.record_id,
        r.dataset,
        r.citizen_id,
        r.citizen_id_valid,
        r.title,
        r.given_name,
        r.family_name,
        r.sex,
        r.birth_date,
        coalesce(r.subdistrict_code, r.district_code, r.province_code) AS area,
        r.house_number,
        r.phone,
        row_number() OVER (PARTITION BY i.person_id ORDER BY t.rank, r.seen_on DESC, r.record_id) AS place
    FROM records AS r
    JOIN identity AS i ON i.record_id = r.record_id
    JOIN trust AS t ON t.dataset = r.dataset
),

-- one pass finds the first record that speaks, for all fields at once
first_to_speak AS (
    SELECT
        k.person_id,
        coalesce(
            min(CASE WHEN k.citizen_id IS NOT NULL AND k.citizen_id_valid THEN k.place END),
            min(CASE WHEN k.citizen_id IS NOT NULL THEN k.place END)
        ) AS citizen_id,
        min(CASE WHEN k.title IS NOT NULL THEN k.place END) AS title,
        min(CASE WHEN k.given_name IS NOT NULL THEN k.place END) AS given_name,
        min(CASE WHEN k.family_name IS NOT NULL THEN k.place END) AS family_name,
        min(CASE WHEN k.sex IS NOT NULL THEN k.place END) AS sex,
        min(CASE WHEN k.birth_date IS NOT NULL THEN k.place END) AS birth_date,
        coalesce(
            min(CASE WHEN k.area IS NOT NULL THEN k.place END),
            min(CASE WHEN k.house_number IS NOT NULL THEN k.place END)
        ) AS residence,
        min(CASE WHEN k.phone IS NOT NULL THEN k.place END) AS phone
    FROM ranked AS k
    GROUP BY k.person_id
),

chosen AS (
    SELECT f.person_id, 'citizen_id' AS field, f.citizen_id AS place FROM first_to_speak AS f
    UNION ALL
    SELECT f.person_id, 'title' AS field, f.title AS place FROM first_to_speak AS f
    UNION ALL
    SELECT f.person_id, 'given_name' AS field, f.given_name AS place FROM first_to_speak AS f
    UNION ALL
    SELECT f.person_id, 'family_name' AS field, f.family_name AS place FROM first_to_speak AS f
    UNION ALL
    SELECT f.person_id, 'sex' AS field, f.sex AS place FROM first_to_speak AS f
    UNION ALL
    SELECT f.person_id, 'birth_date' AS field, f.birth_date AS place FROM first_to_speak AS f
    UNION ALL
    SELECT f.person_id, 'residence' AS field, f.residence AS place FROM first_to_speak AS f
    UNION ALL
    SELECT f.person_id, 'phone' AS field, f.phone AS place FROM first_to_speak AS f
)

SELECT
    c.person_id,
    c.field,
    k.record_id,
    k.dataset
FROM chosen AS c
JOIN ranked AS k ON k.person_id = c.person_id AND k.place = c.place
WHERE strpos($plain, concat('|', c.field, '|')) > 0
