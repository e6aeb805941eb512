-- One row: one dataset, how many of its rows were used, and the day it last came.
SELECT
    d.dataset,
    CAST(sum(d.rows_accepted) AS BIGINT) AS rows_used,
    max(d.received_on) AS last_delivery
FROM deliveries AS d
GROUP BY d.dataset
ORDER BY d.dataset
