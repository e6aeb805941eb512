-- The text has exactly so many characters.
-- Parameter: length. Default: warn.
value IS NULL OR length(CAST(value AS VARCHAR)) = CAST($length AS BIGINT)
