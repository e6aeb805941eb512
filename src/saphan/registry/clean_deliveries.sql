-- One row: a delivery that holds nobody twice.
-- Rule: a dataset that holds nobody twice says so of each of its deliveries; next month's file holds the same people.
SELECT DISTINCT r.delivery_id AS dataset
FROM records AS r
JOIN clean_sources AS c ON c.dataset = r.dataset
