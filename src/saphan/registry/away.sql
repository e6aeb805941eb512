-- One row: a record of somebody who is away, and her key.
-- Rule: all records she had when she left, and those that an objection keeps out. Who objected is kept out by them.
-- A record that two lists name is one row below. To make them one list first, everybody's records would have to be told
-- apart to find the few of those who are away, and beside other work that has filled a disk.
WITH away_keys AS (
    SELECT k.person_id
    FROM person_keys AS k
    WHERE k.state = 'away'
),

hers AS (
    SELECT a.record_id, a.person_id FROM away_before AS a
    UNION ALL
    SELECT b.record_id, b.person_id FROM before AS b
    UNION ALL
    SELECT l.record_id, l.person_id FROM left_out AS l
)

SELECT
    h.record_id,
    min(h.person_id) AS person_id,
    CASE WHEN max(CASE WHEN o.person_id IS NOT NULL THEN 1 ELSE 0 END) = 1 THEN 'objection' ELSE 'withdrawn' END AS reason
FROM hers AS h
JOIN away_keys AS k ON k.person_id = h.person_id
LEFT JOIN objections AS o ON o.person_id = h.person_id
GROUP BY h.record_id
