-- One row: a delivered row that waits for the agency, as it came.
-- Rule: one finding of the severity `quarantine` is enough.
-- Policy: the severities in the contract, or those of the checks themselves.
SELECT
    CAST($delivery_id AS VARCHAR) AS delivery_id,
    CAST($dataset AS VARCHAR) AS dataset,
    r.row_number AS row_number,
    r.cells AS cells
FROM delivered AS r
WHERE EXISTS (SELECT 1 FROM judged AS f WHERE f.row_number = r.row_number AND f.severity = 'quarantine')
