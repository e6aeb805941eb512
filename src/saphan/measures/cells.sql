-- One row: one cell of one table of counts of one benefit.
-- Rule: owed and missing by area and age group, gaps by area and outcome. Areas are the whole, each province, and
-- each district; people of a province whose district is not known stand as <province>unknown, so that every area is
-- the sum of those in it. Every area the benefit has anybody in gets every column, a zero where nobody is; the
-- column total is the sum of the others.
-- Policy: which states count as missing, and which are outcomes.
WITH counted AS (
    SELECT
        c.benefit,
        c.province_code,
        CASE
            WHEN c.district_code <> 'unknown' THEN c.district_code
            WHEN c.province_code <> 'unknown' THEN concat(c.province_code, 'unknown')
        END AS district_code,
        c.age_group,
        c.state,
        count(*) AS persons
    FROM coverage AS c
    GROUP BY c.benefit, c.province_code, c.district_code, c.age_group, c.state
),

-- everyone once for the whole, once for her province, once for her district where her province is known
placed AS (
    SELECT n.benefit, 'total' AS row_code, n.age_group, n.state, n.persons FROM counted AS n
    UNION ALL
    SELECT n.benefit, n.province_code AS row_code, n.age_group, n.state, n.persons FROM counted AS n
    UNION ALL
    SELECT n.benefit, n.district_code AS row_code, n.age_group, n.state, n.persons FROM counted AS n
    WHERE n.district_code IS NOT NULL
),

-- what each kind of table counts, and under which column
entered AS (
    SELECT p.benefit, 'eligible.area_age' AS kind, p.row_code, p.age_group AS column_code, p.persons
    FROM placed AS p
    UNION ALL
    SELECT p.benefit, 'missing.area_age' AS kind, p.row_code, p.age_group AS column_code, p.persons
    FROM placed AS p
    JOIN states AS s ON s.state = p.state AND s.is_missing
    UNION ALL
    SELECT p.benefit, 'outcome.area_outcome' AS kind, p.row_code, p.state AS column_code, p.persons
    FROM placed AS p
    JOIN states AS s ON s.state = p.state AND s.is_outcome
),

summed AS (
    SELECT e.benefit, e.kind, e.row_code, e.column_code, sum(e.persons) AS persons
    FROM entered AS e
    GROUP BY e.benefit, e.kind, e.row_code, e.column_code
    UNION ALL
    SELECT e.benefit, e.kind, e.row_code, 'total' AS column_code, sum(e.persons) AS persons
    FROM entered AS e
    GROUP BY e.benefit, e.kind, e.row_code
),

areas AS (
    SELECT DISTINCT p.benefit, p.row_code FROM placed AS p
),

column_codes AS (
    SELECT DISTINCT p.benefit, k.kind, p.age_group AS column_code
    FROM placed AS p
    JOIN table_kinds AS k ON k.kind <> 'outcome.area_outcome'
    UNION ALL
    SELECT DISTINCT p.benefit, 'outcome.area_outcome' AS kind, s.state AS column_code
    FROM placed AS p
    JOIN states AS s ON s.is_outcome
    UNION ALL
    SELECT DISTINCT p.benefit, k.kind, 'total' AS column_code
    FROM placed AS p
    CROSS JOIN table_kinds AS k
)

SELECT
    concat(a.benefit, '.', c.kind) AS table_id,
    a.row_code,
    c.column_code,
    CAST(coalesce(s.persons, 0) AS BIGINT) AS count
FROM areas AS a
JOIN column_codes AS c ON c.benefit = a.benefit
LEFT JOIN summed AS s
    ON s.benefit = a.benefit AND s.kind = c.kind AND s.row_code = a.row_code AND s.column_code = c.column_code
