-- What is written was understood.
-- Default: warn. Automatic for numbers, sexes, telephone numbers and postal codes.
value IS NOT NULL OR given IS NULL
