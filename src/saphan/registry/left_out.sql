-- One row: a record that an accepted objection keeps out of the register, and whose it is.
-- Rule: the records she had in the release before, or had when she left; and whatever else bears one of her marks.
WITH found AS (
    SELECT
        r.record_id,
        o.person_id
    FROM records AS r
    JOIN known AS k ON k.record_id = r.record_id
    JOIN objections AS o ON o.person_id = k.person_id
    UNION
    SELECT
        m.record_id,
        coalesce(k.successor, b.person_id) AS person_id
    FROM marks AS m
    JOIN objection_marks AS b ON b.mark = m.mark
    LEFT JOIN person_keys AS k ON k.person_id = b.person_id
)

SELECT
    f.record_id,
    min(f.person_id) AS person_id
FROM found AS f
GROUP BY f.record_id
