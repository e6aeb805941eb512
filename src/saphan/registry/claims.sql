-- One row: one cluster, the record that founds it, and the key it keeps from the release before, if any.
-- Rule: a cluster asks for the key that most of its records carried; of a tie, the key whose first record
-- is the lower. Of several clusters asking for one key (a person was split) the one holding most of that
-- person's records gets it, of a tie the one with the lower first record; the others start anew.
WITH votes AS (
    SELECT
        c.cluster_id,
        p.person_id,
        count(*) AS carried,
        min(c.record_id) AS first_record
    FROM clusters AS c
    JOIN previous AS p ON p.record_id = c.record_id
    GROUP BY c.cluster_id, p.person_id
),

asked AS (
    SELECT
        v.cluster_id,
        v.person_id,
        v.carried,
        v.first_record
    FROM votes AS v
    QUALIFY row_number() OVER (PARTITION BY v.cluster_id ORDER BY v.carried DESC, v.first_record) = 1
),

kept AS (
    SELECT
        a.cluster_id,
        a.person_id
    FROM asked AS a
    QUALIFY row_number() OVER (PARTITION BY a.person_id ORDER BY a.carried DESC, a.first_record) = 1
),

founders AS (
    SELECT
        c.cluster_id,
        min(c.record_id) AS founding_record
    FROM clusters AS c
    GROUP BY c.cluster_id
)

SELECT
    f.cluster_id,
    f.founding_record,
    k.person_id
FROM founders AS f
LEFT JOIN kept AS k ON k.cluster_id = f.cluster_id
