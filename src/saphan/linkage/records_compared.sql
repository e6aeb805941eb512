-- One row: a record that was compared with another.
-- Rule: each record once, on whichever side of a pair it stands.
-- Policy: none.
SELECT a.record_a AS record_id
FROM compared AS a
UNION
SELECT b.record_b
FROM compared AS b
