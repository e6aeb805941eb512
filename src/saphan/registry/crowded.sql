-- One row: an address that more people share than live in one household, so that it is nobody's household.
-- Rule: more different given names, or more different numbers, than the policy allows. They are counted over all records
-- that bear the address, those too that give a key of a household: neighbours of one block of flats. Counted are names
-- and not persons, so that it is known before anybody is linked, and how often a delivery comes does not matter.
-- Policy: $most, registry/policy.yaml. Only addresses that some record without a key bears are asked about.
WITH named AS (
    SELECT DISTINCT
        r.subdistrict_code,
        r.house_number,
        coalesce(r.street, '') AS street,
        coalesce(r.locality, '') AS locality
    FROM records AS r
    WHERE r.household_key IS NULL AND r.house_number IS NOT NULL AND r.subdistrict_code IS NOT NULL
)

SELECT
    concat(n.subdistrict_code, '|', n.house_number, '|', n.street, '|', n.locality) AS household_key,
    CAST(count(CASE WHEN r.household_key IS NULL THEN 1 END) AS BIGINT) AS records
FROM named AS n
JOIN records AS r
    ON r.subdistrict_code = n.subdistrict_code
    AND r.house_number = n.house_number
    AND coalesce(r.street, '') = n.street
    AND coalesce(r.locality, '') = n.locality
GROUP BY n.subdistrict_code, n.house_number, n.street, n.locality
HAVING count(DISTINCT r.given_name) > $most OR count(DISTINCT r.citizen_id) > $most
