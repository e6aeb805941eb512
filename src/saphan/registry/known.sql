-- One row: a record of somebody who is away, which the release before does not hold.
SELECT
    a.record_id,
    a.person_id
FROM away AS a
WHERE NOT EXISTS (SELECT 1 AS one FROM identity AS i WHERE i.record_id = a.record_id)
