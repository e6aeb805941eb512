-- One row: a person in a household from a day to a day, by the word of one dataset.
-- Rule: what a delivery says holds from its day until the day of the dataset's next delivery that says another household
-- or names none for her; while the latest delivery says it, it has no end. Of several rows of one day the lower record.
-- Addresses count only of those to whom no record gives a household key, and only those that are not too crowded.
-- Policy: which kind of residence a dataset knows, from its contract; which addresses are too crowded, registry/policy.yaml.
WITH keyed AS (
    SELECT DISTINCT i.person_id
    FROM homes AS h
    JOIN identity AS i ON i.record_id = h.record_id
    WHERE h.named_in <> ':address'
),

said AS (
    SELECT
        i.person_id,
        h.dataset,
        h.seen_on,
        d.household_id
    FROM homes AS h
    JOIN identity AS i ON i.record_id = h.record_id
    JOIN dwellings AS d ON d.dataset = h.named_in AND d.household_key = h.household_key
    WHERE
        h.named_in <> ':address'
        OR (
            NOT EXISTS (SELECT 1 AS one FROM keyed AS k WHERE k.person_id = i.person_id)
            AND NOT EXISTS (SELECT 1 AS one FROM crowded AS c WHERE c.household_key = h.household_key)
        )
    QUALIFY row_number() OVER (PARTITION BY i.person_id, h.dataset, h.seen_on ORDER BY h.record_id) = 1
),

delivered AS (
    SELECT
        t.dataset,
        t.seen_on,
        lead(t.seen_on) OVER (PARTITION BY t.dataset ORDER BY t.seen_on) AS next_delivery
    FROM (SELECT DISTINCT r.dataset, r.seen_on FROM everything AS r) AS t
),

in_order AS (
    SELECT
        s.person_id,
        s.dataset,
        s.seen_on,
        s.household_id,
        v.next_delivery,
        lag(s.household_id) OVER (PARTITION BY s.person_id, s.dataset ORDER BY s.seen_on) AS household_before,
        lag(v.next_delivery) OVER (PARTITION BY s.person_id, s.dataset ORDER BY s.seen_on) AS held_until
    FROM said AS s
    JOIN delivered AS v ON v.dataset = s.dataset AND v.seen_on = s.seen_on
),

numbered AS (
    SELECT
        o.person_id,
        o.dataset,
        o.seen_on,
        o.household_id,
        o.next_delivery,
        sum(CASE WHEN o.household_before = o.household_id AND o.held_until = o.seen_on THEN 0 ELSE 1 END)
            OVER (PARTITION BY o.person_id, o.dataset ORDER BY o.seen_on) AS spell
    FROM in_order AS o
)

SELECT
    n.person_id,
    n.dataset,
    k.kind,
    n.household_id,
    min(n.seen_on) AS began,
    CASE WHEN count(n.next_delivery) = count(*) THEN max(n.next_delivery) END AS ended
FROM numbered AS n
JOIN kinds AS k ON k.dataset = n.dataset
GROUP BY n.person_id, n.dataset, n.spell, k.kind, n.household_id
