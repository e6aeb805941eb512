-- One row: one check of one delivery, and how many rows fail it and no other; an empty check: rows that fail several.
-- Rule: a row whose only fault is put right becomes a clean row.
-- Policy: none.
SELECT
    o.delivery_id,
    o.check_id,
    count(*) AS found
FROM (
    SELECT
        f.delivery_id,
        f.row_number,
        CASE WHEN count(DISTINCT f.check_id) = 1 THEN min(f.check_id) ELSE '' END AS check_id
    FROM findings AS f
    WHERE f.row_number > 0
    GROUP BY f.delivery_id, f.row_number
) AS o
GROUP BY o.delivery_id, o.check_id
ORDER BY o.delivery_id, o.check_id
