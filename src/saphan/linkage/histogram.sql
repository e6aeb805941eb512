-- One row: a pattern of agreement that occurs, and how many pairs have it.
-- Rule: all that training, scoring and deciding ask of millions of pairs is answered by some thousand patterns.
-- Policy: none.
SELECT
    c.pattern,
    CAST(count(*) AS BIGINT) AS pairs
FROM compared AS c
GROUP BY c.pattern
