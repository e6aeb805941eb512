-- One row: how many persons there are by the keys that stand and by the clusters of another model, and how they differ.
-- Rule: a person whose records fall into several clusters is split; one who shares a cluster with another is merged.
-- Policy: none.
WITH ties AS (
    SELECT DISTINCT
        i.person_id,
        c.cluster_id
    FROM clusters AS c
    JOIN identity AS i ON i.record_id = c.record_id
),

by_person AS (
    SELECT
        t.person_id,
        count(*) AS clusters
    FROM ties AS t
    GROUP BY t.person_id
),

by_cluster AS (
    SELECT
        t.cluster_id,
        count(*) AS persons
    FROM ties AS t
    GROUP BY t.cluster_id
)

SELECT
    (SELECT count(*) FROM by_person AS p) AS persons_before,
    (SELECT count(*) FROM by_cluster AS c) AS persons_after,
    (SELECT count(*) FROM by_person AS p WHERE p.clusters > 1) AS split,
    (SELECT coalesce(CAST(sum(c.persons) AS BIGINT), 0) FROM by_cluster AS c WHERE c.persons > 1) AS merged,
    (
        SELECT count(DISTINCT t.person_id)
        FROM ties AS t
        JOIN by_person AS p ON p.person_id = t.person_id
        JOIN by_cluster AS c ON c.cluster_id = t.cluster_id
        WHERE p.clusters > 1 OR c.persons > 1
    ) AS changed
