-- One row: what became of the asked key by this release.
SELECT
    k.person_id,
    k.state,
    k.successor,
    k.since
FROM person_keys AS k
WHERE k.person_id = $person_id
