-- One row: how right the linkage is estimated to be in one group.
SELECT
    q.dimension,
    q.category,
    q.basis,
    q.linked,
    q.precision,
    q.precision_low,
    q.precision_high,
    q.recall,
    q.recall_low,
    q.recall_high,
    q.missed,
    q.verdicts
FROM linkage_quality AS q
ORDER BY q.dimension, q.category
