-- One row: one event that the asked key had a part in, and how many records it moved.
SELECT
    e.event_id,
    e.kind,
    e.cause,
    e.caused_by,
    e.key_before,
    e.key_after,
    count(*) AS records
FROM identity_events AS e
WHERE e.key_before = $person_id OR e.key_after = $person_id
GROUP BY e.event_id, e.kind, e.cause, e.caused_by, e.key_before, e.key_after
ORDER BY e.event_id
