-- The cell is filled in.
-- Default: quarantine. Automatic where the contract says `required`.
value IS NOT NULL OR given IS NOT NULL
