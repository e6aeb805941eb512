-- What is written is a day of the calendar, or a part of one (a year, a month).
-- Default: quarantine. Automatic for births and deaths; a warning for other days.
value IS NOT NULL OR given IS NULL
