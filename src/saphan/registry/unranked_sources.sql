-- One row: one dataset that records come from and that the order of trust does not know.
-- Rule: an inner join with the order of trust would drop such records without a word, so they are looked for first.
SELECT DISTINCT r.dataset
FROM records AS r
WHERE NOT EXISTS (SELECT 1 AS one FROM trust AS t WHERE t.dataset = r.dataset)
