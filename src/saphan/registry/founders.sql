-- One row: one household key of one dataset, or one address; the record that founds it, and the key it had before.
-- Rule: a key means something only within the dataset that gave it. A household keeps the key it had in any release
-- before; a new one gets it from the record seen first, of one day the lower record id. All records that name the
-- household count, not only those believed, so that it does not change with one person's most trusted source; nor is it
-- asked whether an address is too crowded, so that it does not change with its neighbours.
SELECT
    h.named_in AS dataset,
    h.household_key,
    h.record_id AS founding_record,
    b.household_id
FROM homes AS h
LEFT JOIN dwellings_before AS b ON b.dataset = h.named_in AND b.household_key = h.household_key
QUALIFY row_number() OVER (PARTITION BY h.named_in, h.household_key ORDER BY h.seen_on, h.record_id) = 1
