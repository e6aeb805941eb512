-- One row: a record at an address that became too crowded for a household, or no longer is, and that names no other.
SELECT h.record_id
FROM homes AS h
LEFT JOIN crowded AS c ON c.household_key = h.household_key
LEFT JOIN crowded_before AS b ON b.household_key = h.household_key
WHERE h.named_in = ':address' AND (c.household_key IS NULL) <> (b.household_key IS NULL)
