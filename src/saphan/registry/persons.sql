-- One row: one person, with what her believed records say.
-- Rule: each value from the record that provenance names; area codes together, from the residence's record.
-- A death is taken from any dataset that reports one: of the latest delivery, then the lower record id; a correction
-- goes before all, also one that says she lives.
-- A person is in doubt when a pair that waits for a reviewer ties one of her records to somebody else's;
-- a pair whose two records came together by stronger evidence is no doubt about who she is.
WITH believed AS (
    SELECT
        i.person_id,
        count(*) AS records
    FROM identity AS i
    JOIN records AS r ON r.record_id = i.record_id
    GROUP BY i.person_id
),

spoken AS (
    SELECT
        p.person_id,
        max(CASE WHEN p.field = 'sex' THEN r.sex END) AS sex,
        max(CASE WHEN p.field = 'birth_date' THEN r.birth_date END) AS birth_date,
        max(CASE WHEN p.field = 'birth_date' THEN r.birth_precision END) AS birth_precision,
        max(CASE WHEN p.field = 'citizen_id' THEN r.citizen_id_kind END) AS citizen_id_kind,
        max(CASE WHEN p.field = 'citizen_id' THEN CAST(r.citizen_id_valid AS INTEGER) END) = 1 AS citizen_id_valid,
        max(CASE WHEN p.field = 'residence' THEN r.subdistrict_code END) AS subdistrict_code,
        max(CASE WHEN p.field = 'residence' THEN r.district_code END) AS district_code,
        max(CASE WHEN p.field = 'residence' THEN r.province_code END) AS province_code
    FROM provenance AS p
    JOIN words AS r ON r.record_id = p.record_id
    GROUP BY p.person_id
),

deaths AS (
    SELECT
        i.person_id,
        f.value_date AS death_date
    FROM facts AS f
    JOIN identity AS i ON i.record_id = f.record_id
    JOIN records AS r ON r.record_id = f.record_id
    WHERE f.fact = 'death_date' AND f.value_date IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY i.person_id ORDER BY r.seen_on DESC, r.record_id) = 1
),

waiting AS (
    SELECT
        a.person_id AS person_a,
        b.person_id AS person_b
    FROM pairs AS p
    JOIN identity AS a ON a.record_id = p.record_a
    JOIN identity AS b ON b.record_id = p.record_b
    WHERE p.decision = 'review' AND a.person_id <> b.person_id
),

doubtful AS (
    SELECT w.person_a AS person_id FROM waiting AS w
    UNION
    SELECT w.person_b AS person_id FROM waiting AS w
)

SELECT
    b.person_id,
    s.sex,
    s.birth_date,
    s.birth_precision,
    s.citizen_id_kind,
    s.citizen_id_valid,
    s.subdistrict_code,
    s.district_code,
    s.province_code,
    CASE WHEN c.person_id IS NULL THEN d.death_date ELSE CAST(nullif(c.value, 'none') AS DATE) END AS death_date,
    CAST(b.records AS BIGINT) AS records,
    u.person_id IS NOT NULL AS is_doubtful
FROM believed AS b
LEFT JOIN spoken AS s ON s.person_id = b.person_id
LEFT JOIN deaths AS d ON d.person_id = b.person_id
LEFT JOIN corrections AS c ON c.person_id = b.person_id AND c.field = 'death_date'
LEFT JOIN doubtful AS u ON u.person_id = b.person_id
