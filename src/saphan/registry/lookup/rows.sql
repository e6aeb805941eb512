-- One row: one person, by what she can be found and told from others, and from which dataset each of it is known.
-- Rule: known_from lists |dataset.field| for every value the register holds of her, so that a look-up can leave out
-- what an agreement no longer opens without asking another table.
-- A household that is known by its address is listed as home: it may be told of as long as the residence may.
WITH spoken AS (
    SELECT
        p.person_id,
        max(CASE WHEN p.field = 'citizen_id' THEN p.dataset END) AS citizen_id,
        max(CASE WHEN p.field = 'title' THEN p.dataset END) AS title,
        max(CASE WHEN p.field = 'given_name' THEN p.dataset END) AS given_name,
        max(CASE WHEN p.field = 'family_name' THEN p.dataset END) AS family_name,
        max(CASE WHEN p.field = 'birth_date' THEN p.dataset END) AS birth_date,
        max(CASE WHEN p.field = 'residence' THEN p.dataset END) AS residence,
        max(CASE WHEN p.field = 'sex' THEN p.dataset END) AS sex,
        max(CASE WHEN p.field = 'phone' THEN p.dataset END) AS phone
    FROM provenance AS p
    GROUP BY p.person_id
)

SELECT
    n.person_id,
    m.household_id,
    n.citizen_id,
    n.title,
    n.given_name,
    n.family_name,
    n.house_number,
    c.birth_date,
    c.birth_precision,
    coalesce(c.subdistrict_code, c.district_code, c.province_code) AS area,
    concat(
        '|',
        CASE WHEN s.citizen_id IS NULL THEN '' ELSE concat(s.citizen_id, '.citizen_id|') END,
        CASE WHEN s.title IS NULL THEN '' ELSE concat(s.title, '.title|') END,
        CASE WHEN s.given_name IS NULL THEN '' ELSE concat(s.given_name, '.given_name|') END,
        CASE WHEN s.family_name IS NULL THEN '' ELSE concat(s.family_name, '.family_name|') END,
        CASE WHEN s.birth_date IS NULL THEN '' ELSE concat(s.birth_date, '.birth_date|') END,
        CASE WHEN s.residence IS NULL THEN '' ELSE concat(s.residence, '.residence|') END,
        CASE WHEN s.sex IS NULL THEN '' ELSE concat(s.sex, '.sex|') END,
        CASE WHEN s.phone IS NULL THEN '' ELSE concat(s.phone, '.phone|') END,
        CASE
            WHEN m.dataset IS NULL THEN ''
            WHEN d.household_id IS NULL THEN concat(m.dataset, '.household_key|')
            ELSE concat(m.dataset, '.home|')
        END
    ) AS known_from
FROM identifiers AS n
JOIN persons AS c ON c.person_id = n.person_id
LEFT JOIN spoken AS s ON s.person_id = n.person_id
LEFT JOIN memberships AS m ON m.person_id = n.person_id
LEFT JOIN dwellings AS d ON d.household_id = m.household_id AND d.dataset = ':address'
