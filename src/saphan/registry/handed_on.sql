-- One row: a record of this build that stands in the place of one of the release before, and the key of that one.
-- Rule: when a file is sent again, its rows become other records. Within one dataset a record that is there no longer
-- hands its key on to the one new record that has the agency's own key of it, or else the same number, name and birth
-- date; where several could be meant on either side, none is. Who has neither a number nor a whole name with a birth
-- date is like nobody.
WITH gone AS (
    SELECT
        b.record_id,
        b.dataset,
        b.source_key,
        CASE WHEN coalesce(b.citizen_id, b.given_name || b.family_name || CAST(b.birth_date AS VARCHAR)) IS NOT NULL
            THEN concat_ws('|', coalesce(b.citizen_id, '-'), coalesce(b.given_name, '-'),
                coalesce(b.family_name, '-'), coalesce(CAST(b.birth_date AS VARCHAR), '-')) END AS likeness,
        c.person_id
    FROM records_before AS b
    JOIN known AS c ON c.record_id = b.record_id
    WHERE NOT EXISTS (SELECT 1 AS one FROM records AS r WHERE r.record_id = b.record_id)
),

come AS (
    SELECT
        r.record_id,
        r.dataset,
        r.source_key,
        CASE WHEN coalesce(r.citizen_id, r.given_name || r.family_name || CAST(r.birth_date AS VARCHAR)) IS NOT NULL
            THEN concat_ws('|', coalesce(r.citizen_id, '-'), coalesce(r.given_name, '-'),
                coalesce(r.family_name, '-'), coalesce(CAST(r.birth_date AS VARCHAR), '-')) END AS likeness
    FROM records AS r
    WHERE
        NOT EXISTS (SELECT 1 AS one FROM known AS k WHERE k.record_id = r.record_id)
        AND EXISTS (SELECT 1 AS one FROM gone AS g WHERE g.dataset = r.dataset)
),

by_key AS (
    SELECT
        max(n.record_id) AS record_id,
        max(g.person_id) AS person_id,
        max(g.record_id) AS old_record
    FROM gone AS g
    JOIN come AS n ON n.dataset = g.dataset AND n.source_key = g.source_key
    GROUP BY g.dataset, g.source_key
    HAVING count(*) = 1
),

by_likeness AS (
    SELECT
        max(n.record_id) AS record_id,
        max(g.person_id) AS person_id
    FROM gone AS g
    JOIN come AS n ON n.dataset = g.dataset AND n.likeness = g.likeness
    WHERE
        NOT EXISTS (SELECT 1 AS one FROM by_key AS k WHERE k.record_id = n.record_id OR k.old_record = g.record_id)
    GROUP BY g.dataset, g.likeness
    HAVING count(*) = 1
)

SELECT
    k.record_id,
    k.person_id
FROM by_key AS k
UNION ALL
SELECT
    l.record_id,
    l.person_id
FROM by_likeness AS l
