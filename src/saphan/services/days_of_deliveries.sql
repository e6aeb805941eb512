-- One row: one day on which a dataset came.
SELECT DISTINCT
    d.dataset,
    d.received_on
FROM deliveries AS d
ORDER BY d.dataset, d.received_on
