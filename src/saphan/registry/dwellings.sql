-- One row: one household key of one dataset, and the record that founds it.
-- Rule: a key means something only within the dataset that gave it. The record seen first founds the household, of
-- one day the lower record id, so that its key outlasts every later delivery. All records that carry the household
-- key count, not only those believed, so that it does not change with one person's most trusted source either.
SELECT
    r.dataset,
    r.household_key,
    r.record_id AS founding_record
FROM records AS r
WHERE r.household_key IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY r.dataset, r.household_key ORDER BY r.seen_on, r.record_id) = 1
