-- One row: one record of one event, and why it happened.
-- Rule, the first that applies: a verdict that says of two records what came true (it always wins); for somebody who
-- left or returned an objection; records of theirs that came, and for what came apart records that went before those;
-- else linkage: nothing of theirs came or went, but the model, a policy or what others' records say.
WITH agreed AS (
    SELECT
        v.record_a,
        ka.person_id AS before_a,
        kb.person_id AS before_b,
        na.person_id AS after_a,
        nb.person_id AS after_b,
        v.verdict
    FROM verdicts AS v
    JOIN known AS ka ON ka.record_id = v.record_a
    JOIN known AS kb ON kb.record_id = v.record_b
    JOIN now AS na ON na.record_id = v.record_a
    JOIN now AS nb ON nb.record_id = v.record_b
    WHERE
        (v.verdict = 'same' AND ka.person_id <> kb.person_id AND na.person_id = nb.person_id)
        OR (v.verdict = 'different' AND ka.person_id = kb.person_id AND na.person_id <> nb.person_id)
),

-- the keys that a verdict joined or parted: what any of its two records left or came to
decided AS (
    SELECT a.before_a AS key_before, a.after_a AS key_after, a.record_a FROM agreed AS a
    UNION ALL
    SELECT a.before_b AS key_before, a.after_b AS key_after, a.record_a FROM agreed AS a
),

by_verdict AS (
    SELECT d.key_before, d.key_after, min(d.record_a) AS record_a
    FROM decided AS d
    GROUP BY d.key_before, d.key_after
),

came AS (
    SELECT n.person_id, min(split_part(n.record_id, ':', 1)) AS delivery_id
    FROM now AS n
    LEFT JOIN known AS k ON k.record_id = n.record_id
    WHERE k.record_id IS NULL
    GROUP BY n.person_id
),

went AS (
    SELECT b.person_id, min(split_part(b.record_id, ':', 1)) AS delivery_id
    FROM before AS b
    LEFT JOIN now AS n ON n.record_id = b.record_id
    WHERE n.record_id IS NULL
    GROUP BY b.person_id
),

objected AS (
    SELECT DISTINCT l.person_id
    FROM left_out AS l
),

excused AS (
    SELECT DISTINCT a.person_id
    FROM away_before AS a
    WHERE a.reason = 'objection'
),

explained AS (
    SELECT
        m.record_id,
        m.kind,
        m.key_before,
        m.key_after,
        CASE
            WHEN v.record_a IS NOT NULL THEN 'verdict'
            WHEN m.kind = 'leave' AND o.person_id IS NOT NULL THEN 'objection'
            WHEN m.kind = 'leave' THEN 'withdrawn_delivery'
            WHEN m.kind = 'return' AND e.person_id IS NOT NULL THEN 'objection_withdrawn'
            WHEN m.kind = 'return' THEN 'returned_delivery'
            WHEN m.kind = 'birth' THEN 'new_delivery'
            WHEN m.kind = 'split' AND wb.person_id IS NOT NULL THEN 'withdrawn_delivery'
            WHEN ca.person_id IS NOT NULL OR (m.kind <> 'merge' AND cb.person_id IS NOT NULL) THEN 'new_delivery'
            WHEN wb.person_id IS NOT NULL OR wa.person_id IS NOT NULL THEN 'withdrawn_delivery'
            ELSE 'linkage'
        END AS cause,
        v.record_a,
        coalesce(ca.delivery_id, cb.delivery_id) AS came_in,
        coalesce(wb.delivery_id, wa.delivery_id) AS went_with,
        split_part(m.record_id, ':', 1) AS own_delivery
    FROM moves AS m
    LEFT JOIN by_verdict AS v ON v.key_before = m.key_before AND v.key_after = m.key_after
    LEFT JOIN objected AS o ON o.person_id = m.key_before
    LEFT JOIN excused AS e ON e.person_id = m.key_after
    LEFT JOIN came AS ca ON ca.person_id = m.key_after
    LEFT JOIN came AS cb ON cb.person_id = m.key_before
    LEFT JOIN went AS wb ON wb.person_id = m.key_before
    LEFT JOIN went AS wa ON wa.person_id = m.key_after
)

SELECT
    concat('E', substr(sha256(concat(
        x.kind, ' ', coalesce(x.key_before, '-'), ' ', coalesce(x.key_after, '-'), ' ',
        min(x.record_id) OVER (PARTITION BY x.kind, x.key_before, x.key_after)
    )), 1, 16)) AS event_id,
    x.record_id,
    x.kind,
    x.cause,
    CASE x.cause
        WHEN 'verdict' THEN x.record_a
        WHEN 'new_delivery' THEN coalesce(x.came_in, x.own_delivery)
        WHEN 'returned_delivery' THEN min(x.own_delivery) OVER (PARTITION BY x.kind, x.key_before, x.key_after)
        WHEN 'withdrawn_delivery' THEN x.went_with
    END AS caused_by,
    x.key_before,
    x.key_after
FROM explained AS x
