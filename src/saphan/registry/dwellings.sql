-- One row: one household key of one dataset, and the record that founds it.
-- Rule: a key means something only within the dataset that gave it. All records that carry it count, not only
-- those believed, so that the household's own key does not change when one person's trusted source does.
SELECT
    r.dataset,
    r.household_key,
    min(r.record_id) AS founding_record
FROM records AS r
WHERE r.household_key IS NOT NULL
GROUP BY r.dataset, r.household_key
