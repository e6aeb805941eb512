-- One row: a key that somebody has or had, and what became of it.
-- Rule: whose records are in the release is living. Of a key that merged, the record it is followed by says who she is
-- now; where that is gone, whoever its successor became. Who has no record in the release, and was not merged, is away.
WITH living AS (
    SELECT DISTINCT h.person_id
    FROM found AS h
),

merged AS (
    SELECT
        m.key_before AS person_id,
        m.key_after AS successor,
        min(m.record_id) AS followed_by
    FROM moves AS m
    WHERE m.kind = 'merge'
    GROUP BY m.key_before, m.key_after
),

everybody AS (
    SELECT k.person_id FROM keys_before AS k
    UNION
    SELECT l.person_id FROM living AS l
)

SELECT
    e.person_id,
    CASE
        WHEN l.person_id IS NOT NULL THEN 'living'
        WHEN m.person_id IS NOT NULL OR k.state = 'merged' THEN 'merged'
        ELSE 'away'
    END AS state,
    CASE WHEN l.person_id IS NULL THEN coalesce(m.successor, f.person_id, s.successor, k.successor) END AS successor,
    CASE WHEN l.person_id IS NULL THEN coalesce(m.followed_by, k.followed_by) END AS followed_by,
    CASE
        WHEN l.person_id IS NOT NULL AND k.state = 'living' THEN k.since
        WHEN l.person_id IS NULL AND m.person_id IS NULL AND k.state IN ('merged', 'away') THEN k.since
        ELSE CAST($as_of AS DATE)
    END AS since
FROM everybody AS e
LEFT JOIN keys_before AS k ON k.person_id = e.person_id
LEFT JOIN living AS l ON l.person_id = e.person_id
LEFT JOIN merged AS m ON m.person_id = e.person_id
LEFT JOIN now AS f ON f.record_id = k.followed_by
LEFT JOIN merged AS s ON s.person_id = k.successor
