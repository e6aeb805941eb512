-- No other row of the file has the same value.
-- Default: warn, on every row of the group. Automatic where the contract says `unique`.
value IS NULL OR count(*) OVER (PARTITION BY value) = 1
