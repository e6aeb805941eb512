-- One row: the house or household that one record names: by a key its source gives it, else by its address.
-- Rule: an address is precise enough with a house number and a subdistrict; street and locality are part of it where they
-- are given. It means the same in every dataset, which a key does not: so all addresses stand under one name that no
-- dataset can have.
SELECT
    r.record_id,
    r.dataset,
    r.seen_on,
    CASE WHEN r.household_key IS NULL THEN ':address' ELSE r.dataset END AS named_in,
    CASE
        WHEN r.household_key IS NULL
            THEN concat(
                r.subdistrict_code, '|', r.house_number, '|', coalesce(r.street, ''), '|', coalesce(r.locality, '')
            )
        ELSE r.household_key
    END AS household_key
FROM records AS r
WHERE r.household_key IS NOT NULL OR (r.house_number IS NOT NULL AND r.subdistrict_code IS NOT NULL)
