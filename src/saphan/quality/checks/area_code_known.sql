-- The area is one of DOPA's, today or before it was abolished into one other.
-- Default: warn. Automatic for codes and names of subdistricts, districts and provinces.
value IS NOT NULL OR given IS NULL
