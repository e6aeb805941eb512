-- One row: one check that found something in one delivery, and in how many rows; the most rows first.
SELECT
    f.delivery_id,
    f.check_id,
    f.severity,
    count(DISTINCT f.row_number) AS found
FROM findings AS f
WHERE f.row_number > 0
GROUP BY f.delivery_id, f.check_id, f.severity
ORDER BY f.delivery_id, found DESC, f.check_id, f.severity
