-- One row: one thing found in one row of the asked delivery.
SELECT
    f.row_number,
    f.column_name,
    f.check_id,
    f.severity,
    f.value_class
FROM findings AS f
WHERE f.delivery_id = $delivery_id
ORDER BY f.row_number, f.column_name, f.check_id
