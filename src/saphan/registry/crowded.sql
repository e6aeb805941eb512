-- One row: an address that more people share than live in one household, so that it is nobody's household.
-- Rule: more different given names, or more different numbers, than the policy allows. They are counted over all records
-- that bear the address, those too that give a key of a household: neighbours of one block of flats. Counted are names
-- and not persons, so that it is known before anybody is linked, and how often a delivery comes does not matter.
-- Policy: $most, registry/policy.yaml. Only addresses that some record without a key bears are asked about, and of those
-- only what more than so many records bear: few do, and to count what is different takes longest.
WITH borne AS (
    SELECT
        r.subdistrict_code,
        r.house_number,
        coalesce(r.street, '') AS street,
        coalesce(r.locality, '') AS locality
    FROM records AS r
    WHERE r.house_number IS NOT NULL AND r.subdistrict_code IS NOT NULL
    GROUP BY r.subdistrict_code, r.house_number, coalesce(r.street, ''), coalesce(r.locality, '')
    HAVING count(*) > $most AND count(r.household_key) < count(*)
)

SELECT
    concat(b.subdistrict_code, '|', b.house_number, '|', b.street, '|', b.locality) AS household_key,
    CAST(count(CASE WHEN r.household_key IS NULL THEN 1 END) AS BIGINT) AS records
FROM borne AS b
JOIN records AS r
    ON r.subdistrict_code = b.subdistrict_code
    AND r.house_number = b.house_number
    AND coalesce(r.street, '') = b.street
    AND coalesce(r.locality, '') = b.locality
GROUP BY b.subdistrict_code, b.house_number, b.street, b.locality
HAVING count(DISTINCT r.given_name) > $most OR count(DISTINCT r.citizen_id) > $most
