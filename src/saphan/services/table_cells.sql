-- One row: one cell of one protected table.
SELECT
    c.row_code,
    c.column_code,
    c.value
FROM released_cells AS c
WHERE c.table_id = $table_id
ORDER BY c.row_code, c.column_code
