-- The number lies between two bounds, both included.
-- Parameters: low, high. Default: warn.
value IS NULL OR coalesce(
    TRY_CAST(CAST(value AS VARCHAR) AS DOUBLE) BETWEEN CAST($low AS DOUBLE) AND CAST($high AS DOUBLE), FALSE
)
