-- One row: a candidate pair with its match weight, looked up by its pattern.
-- Rule: log2 posterior odds among candidate pairs; two pairs of one pattern weigh the same.
-- Policy: the model of this build, kept in the release.
SELECT
    c.record_a,
    c.record_b,
    c.pattern,
    w.weight
FROM comparisons AS c
JOIN pattern_weights AS w ON w.pattern = c.pattern
