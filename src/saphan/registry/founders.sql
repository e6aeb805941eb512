-- One row: one household key of one dataset, the record that founds it, and the key its household had before.
-- Rule: a key means something only within the dataset that gave it. A household keeps the key it had in any release
-- before; a new one gets it from the record seen first, of one day the lower record id. All records that carry the
-- household key count, not only those believed, so that it does not change with one person's most trusted source.
SELECT
    r.dataset,
    r.household_key,
    r.record_id AS founding_record,
    b.household_id
FROM records AS r
LEFT JOIN dwellings_before AS b ON b.dataset = r.dataset AND b.household_key = r.household_key
WHERE r.household_key IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY r.dataset, r.household_key ORDER BY r.seen_on, r.record_id) = 1
