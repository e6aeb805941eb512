-- One row: one record that the asked event moved.
SELECT
    e.event_id,
    e.kind,
    e.cause,
    e.caused_by,
    e.key_before,
    e.key_after,
    e.record_id
FROM identity_events AS e
WHERE e.event_id = $event_id
ORDER BY e.record_id
