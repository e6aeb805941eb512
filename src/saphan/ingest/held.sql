-- One row: the number of a row that waits for the agency.
-- Rule: one finding of the severity `quarantine` is enough.
-- Policy: the severities in the contract, or those of the checks themselves.
SELECT DISTINCT f.row_number AS row_number
FROM judged AS f
WHERE f.severity = 'quarantine'
