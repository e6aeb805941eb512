-- One row: one row of the asked delivery that waits for the agency, as it came.
SELECT
    q.row_number,
    q.cells
FROM quarantine AS q
WHERE q.delivery_id = $delivery_id
ORDER BY q.row_number
