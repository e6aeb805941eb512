-- Born at most 120 years before the file: 1900-01-01 is what an empty cell becomes on its way through a spreadsheet.
-- 120 years: the longest life on record is 122; a guess on the safe side for a list of the living.
-- Default: warn. Automatic for the meaning `birth_date`.
value IS NULL OR extract(YEAR FROM received_on) - extract(YEAR FROM value) <= 120
