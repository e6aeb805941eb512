-- One row: one protected table, with how many cells it has and how many of them are protected.
SELECT
    c.table_id,
    count(*) AS cells,
    CAST(sum(CASE WHEN c.value IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS protected
FROM released_cells AS c
GROUP BY c.table_id
ORDER BY c.table_id
