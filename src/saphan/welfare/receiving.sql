-- One row: one person whom a benefit's payment list shows as paid.
-- Rule: only the latest day on which a list was delivered counts, since a list replaces the one before; all files
-- of that day count together. A person twice on the list is paid what its highest row says (a second row is a
-- slip more often than a second payment) and the number of rows is kept, so that it can be looked into.
-- Policy: which dataset is whose payment list, from the contracts.
WITH latest AS (
    SELECT
        f.dataset,
        max(f.seen_on) AS seen_on
    FROM person_facts AS f
    WHERE f.fact = 'benefit_listed' AND f.seen_on <= $as_of
    GROUP BY f.dataset
),

listed AS (
    SELECT
        f.person_id,
        f.record_id,
        l.benefit
    FROM person_facts AS f
    JOIN lists AS l ON l.dataset = f.dataset
    JOIN latest AS d ON d.dataset = f.dataset AND d.seen_on = f.seen_on
    WHERE f.fact = 'benefit_listed'
)

SELECT
    p.person_id,
    p.benefit,
    CAST(max(a.value_number) AS DECIMAL(12, 2)) AS monthly_baht,
    min(s.value_date) AS since,
    count(*) AS payments
FROM listed AS p
LEFT JOIN person_facts AS a ON a.record_id = p.record_id AND a.fact = 'benefit_amount'
LEFT JOIN person_facts AS s ON s.record_id = p.record_id AND s.fact = 'benefit_start'
GROUP BY p.person_id, p.benefit
