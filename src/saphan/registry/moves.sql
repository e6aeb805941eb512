-- One row: a record whose key is another than before, one of somebody new or come back, or one of somebody who left.
-- Rule: between two keys it is a merge when the old key is nobody's any more and most of its records went there, a split
-- when the new key was nobody's before, else a move of records from one person to another. A birth is a new key none of
-- whose records had one; a return is a key that was away; who left has no record in the release. A first release has no
-- events: everybody is there.
WITH came_from AS (
    SELECT
        n.record_id,
        k.person_id AS key_before,
        n.person_id AS key_after
    FROM now AS n
    JOIN known AS k ON k.record_id = n.record_id
),

living AS (
    SELECT DISTINCT n.person_id
    FROM now AS n
),

-- where the records of each key that is nobody's any more went, the most first
followed AS (
    SELECT
        c.key_before,
        c.key_after
    FROM came_from AS c
    LEFT JOIN living AS l ON l.person_id = c.key_before
    WHERE l.person_id IS NULL
    GROUP BY c.key_before, c.key_after
    QUALIFY row_number() OVER (PARTITION BY c.key_before ORDER BY count(*) DESC, min(c.record_id)) = 1
),

between_two AS (
    SELECT
        c.record_id,
        CASE
            WHEN f.key_before IS NOT NULL THEN 'merge'
            WHEN o.person_id IS NULL THEN 'split'
            ELSE 'move'
        END AS kind,
        c.key_before,
        c.key_after
    FROM came_from AS c
    LEFT JOIN followed AS f ON f.key_before = c.key_before AND f.key_after = c.key_after
    LEFT JOIN keys_before AS o ON o.person_id = c.key_after
    WHERE c.key_before <> c.key_after
),

newborn AS (
    SELECT l.person_id
    FROM living AS l
    WHERE
        NOT EXISTS (SELECT 1 AS one FROM keys_before AS o WHERE o.person_id = l.person_id)
        AND NOT EXISTS (SELECT 1 AS one FROM came_from AS c WHERE c.key_after = l.person_id)
),

come_back AS (
    SELECT o.person_id
    FROM keys_before AS o
    JOIN living AS l ON l.person_id = o.person_id
    WHERE o.state = 'away'
)

SELECT
    b.record_id,
    b.kind,
    b.key_before,
    b.key_after
FROM between_two AS b
UNION ALL
SELECT
    n.record_id,
    CASE WHEN r.person_id IS NULL THEN 'birth' ELSE 'return' END AS kind,
    CAST(NULL AS VARCHAR) AS key_before,
    n.person_id AS key_after
FROM now AS n
LEFT JOIN newborn AS w ON w.person_id = n.person_id
LEFT JOIN come_back AS r ON r.person_id = n.person_id
WHERE
    ((w.person_id IS NOT NULL AND EXISTS (SELECT 1 AS one FROM keys_before AS o)) OR r.person_id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 AS one FROM between_two AS b WHERE b.record_id = n.record_id)
UNION ALL
SELECT
    i.record_id,
    'leave' AS kind,
    i.person_id AS key_before,
    CAST(NULL AS VARCHAR) AS key_after
FROM before AS i
WHERE
    NOT EXISTS (SELECT 1 AS one FROM living AS l WHERE l.person_id = i.person_id)
    AND NOT EXISTS (SELECT 1 AS one FROM came_from AS c WHERE c.key_before = i.person_id)
