-- The value is one of those the agreement names.
-- Parameter: allowed, a list of texts. Default: warn.
value IS NULL OR CAST(value AS VARCHAR) IN ($allowed)
