-- The thirteenth digit is the one that belongs to the other twelve: (11 - sum of (14 - i) * digit i mod 11) mod 10.
-- A wrong digit is a hint of a typing error and nothing more: the row is taken.
-- Default: warn. Automatic for the meaning `citizen_id`.
CASE
    WHEN value IS NULL OR NOT regexp_matches(value, '^[0-9]{13}$') THEN TRUE
    ELSE (
        11 - (
            13 * CAST(substr(value, 1, 1) AS INT) + 12 * CAST(substr(value, 2, 1) AS INT)
            + 11 * CAST(substr(value, 3, 1) AS INT) + 10 * CAST(substr(value, 4, 1) AS INT)
            + 9 * CAST(substr(value, 5, 1) AS INT) + 8 * CAST(substr(value, 6, 1) AS INT)
            + 7 * CAST(substr(value, 7, 1) AS INT) + 6 * CAST(substr(value, 8, 1) AS INT)
            + 5 * CAST(substr(value, 9, 1) AS INT) + 4 * CAST(substr(value, 10, 1) AS INT)
            + 3 * CAST(substr(value, 11, 1) AS INT) + 2 * CAST(substr(value, 12, 1) AS INT)
        ) % 11
    ) % 10 = CAST(substr(value, 13, 1) AS INT)
END
