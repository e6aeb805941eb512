-- One row: one dataset the release was made from.
SELECT d.dataset
FROM deliveries AS d
GROUP BY d.dataset
ORDER BY d.dataset
