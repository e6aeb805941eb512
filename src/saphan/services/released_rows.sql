-- One row: one cell of a protected table, as it leaves.
SELECT
    c.table_id,
    c.row_code,
    c.column_code,
    c.value,
    c.obs_status,
    c.conf_status
FROM released_cells AS c
ORDER BY c.table_id, c.row_code, c.column_code
