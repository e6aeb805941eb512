-- One row: one column that a delivery has and its contract does not describe, or that it lacks.
SELECT
    f.delivery_id,
    f.check_id,
    f.column_name
FROM findings AS f
WHERE f.row_number = 0
ORDER BY f.delivery_id, f.check_id, f.column_name
