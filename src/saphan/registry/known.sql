-- One row: a record of which the release before knew whose it was, there or away.
SELECT
    i.record_id,
    i.person_id
FROM identity AS i
UNION ALL
SELECT
    a.record_id,
    a.person_id
FROM away AS a
WHERE NOT EXISTS (SELECT 1 AS one FROM identity AS i WHERE i.record_id = a.record_id)
