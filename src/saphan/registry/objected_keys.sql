-- One row: the key by which somebody who objected was known in the release before.
SELECT DISTINCT coalesce(k.successor, o.person_id) AS person_id
FROM objections AS o
LEFT JOIN person_keys AS k ON k.person_id = o.person_id
