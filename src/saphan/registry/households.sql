-- One row: one household and where it is.
-- Rule: the residence that most of its members have, area codes together; a known area goes before an unknown
-- one, and of a tie the lower code is taken.
WITH lived_at AS (
    SELECT
        m.household_id,
        p.subdistrict_code,
        p.district_code,
        p.province_code,
        count(*) AS residents
    FROM memberships AS m
    JOIN persons AS p ON p.person_id = m.person_id
    GROUP BY m.household_id, p.subdistrict_code, p.district_code, p.province_code
),

placed AS (
    SELECT
        e.household_id,
        e.subdistrict_code,
        e.district_code,
        e.province_code
    FROM lived_at AS e
    QUALIFY row_number() OVER (
        PARTITION BY e.household_id
        ORDER BY
            CASE WHEN e.province_code IS NULL THEN 1 ELSE 0 END,
            e.residents DESC,
            coalesce(e.province_code, ''),
            coalesce(e.district_code, ''),
            coalesce(e.subdistrict_code, '')
    ) = 1
),

sizes AS (
    SELECT
        m.household_id,
        count(*) AS members
    FROM memberships AS m
    GROUP BY m.household_id
)

SELECT
    s.household_id,
    l.subdistrict_code,
    l.district_code,
    l.province_code,
    CAST(s.members AS BIGINT) AS members
FROM sizes AS s
JOIN placed AS l ON l.household_id = s.household_id
