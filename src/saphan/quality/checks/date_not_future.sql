-- The day does not lie after the day the file was received.
-- Default: quarantine. Automatic for births and deaths.
value IS NULL OR value <= received_on
