-- One row: one person, one field, and the record whose word the register takes for it, where the field has an order of
-- its own.
-- Rule: a number whose check digit agrees, and a residence with an area, go before others; then what the policy asks
-- first, second and third: the rank of the dataset (the field's own where it has one), the later delivery, the value
-- that more datasets give; of those alike the lower record id.
-- Policy: registry/policy.yaml.
WITH said AS (
    SELECT r.record_id, 'citizen_id' AS field, r.citizen_id AS value, CASE WHEN r.citizen_id_valid THEN 0 ELSE 1 END AS unfit
    FROM records AS r
    WHERE strpos($fields, '|citizen_id|') > 0
    UNION ALL
    SELECT r.record_id, 'title' AS field, r.title AS value, 0 AS unfit
    FROM records AS r
    WHERE strpos($fields, '|title|') > 0
    UNION ALL
    SELECT r.record_id, 'given_name' AS field, r.given_name AS value, 0 AS unfit
    FROM records AS r
    WHERE strpos($fields, '|given_name|') > 0
    UNION ALL
    SELECT r.record_id, 'family_name' AS field, r.family_name AS value, 0 AS unfit
    FROM records AS r
    WHERE strpos($fields, '|family_name|') > 0
    UNION ALL
    SELECT r.record_id, 'sex' AS field, r.sex AS value, 0 AS unfit
    FROM records AS r
    WHERE strpos($fields, '|sex|') > 0
    UNION ALL
    SELECT r.record_id, 'birth_date' AS field, CAST(r.birth_date AS VARCHAR) AS value, 0 AS unfit
    FROM records AS r
    WHERE strpos($fields, '|birth_date|') > 0
    UNION ALL
    SELECT r.record_id, 'residence' AS field, concat_ws(' ', coalesce(r.subdistrict_code, r.district_code, r.province_code), r.house_number) AS value, CASE WHEN coalesce(r.subdistrict_code, r.district_code, r.province_code) IS NULL THEN 1 ELSE 0 END AS unfit
    FROM records AS r
    WHERE strpos($fields, '|residence|') > 0
    UNION ALL
    SELECT r.record_id, 'phone' AS field, r.phone AS value, 0 AS unfit
    FROM records AS r
    WHERE strpos($fields, '|phone|') > 0
),

ranked AS (
    SELECT
        i.person_id,
        s.field,
        s.record_id,
        r.dataset,
        s.value,
        s.unfit,
        coalesce(f.rank, 1000000 + t.rank) AS rank,
        -(extract(YEAR FROM r.seen_on) * 10000 + extract(MONTH FROM r.seen_on) * 100 + extract(DAY FROM r.seen_on))
            AS age
    FROM said AS s
    JOIN records AS r ON r.record_id = s.record_id
    JOIN identity AS i ON i.record_id = s.record_id
    JOIN trust AS t ON t.dataset = r.dataset
    LEFT JOIN field_trust AS f ON f.field = s.field AND f.dataset = r.dataset
    WHERE s.value IS NOT NULL AND s.value <> ''
),

agreeing AS (
    SELECT
        k.person_id,
        k.field,
        k.value,
        -count(DISTINCT k.dataset) AS datasets
    FROM ranked AS k
    GROUP BY k.person_id, k.field, k.value
),

weighed AS (
    SELECT
        k.person_id,
        k.field,
        k.record_id,
        k.dataset,
        k.unfit,
        CASE c.first WHEN 'trust' THEN k.rank WHEN 'recency' THEN k.age WHEN 'agreement' THEN a.datasets END AS one,
        CASE c.second WHEN 'trust' THEN k.rank WHEN 'recency' THEN k.age WHEN 'agreement' THEN a.datasets END AS two,
        CASE c.third WHEN 'trust' THEN k.rank WHEN 'recency' THEN k.age WHEN 'agreement' THEN a.datasets END AS three
    FROM ranked AS k
    JOIN choices AS c ON c.field = k.field
    JOIN agreeing AS a ON a.person_id = k.person_id AND a.field = k.field AND a.value = k.value
)

SELECT
    w.person_id,
    w.field,
    w.record_id,
    w.dataset
FROM weighed AS w
QUALIFY row_number() OVER (
    PARTITION BY w.person_id, w.field ORDER BY w.unfit, w.one, w.two, w.three, w.record_id
) = 1
