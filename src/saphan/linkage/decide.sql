-- One row: a pair, its weight, and what is done with it: link, review (ask a person), or apart.
-- Rule, the first that applies:
--   verdict        what a named person decided always wins, also on a pair that no blocking rule found;
--   citizen_id     equal numbers with a right check digit link, unless name, birth date and sex contradict them;
--   contradiction  evidence for one person and a fact against it (see deciding.py): a person is asked;
--   preset         a weight of at least $preset links; without calibration the preset is meant to be too high;
--   doubtful       a weight of at least $review: a person is asked;
--   low_weight     everything else stays apart.
-- Policy: the two weights, linkage/policy.yaml.
WITH
compared AS (
    SELECT
        s.record_a,
        s.record_b,
        s.pattern,
        s.weight,
        v.verdict,
        e.number_agrees,
        e.is_contradicted
    FROM scored AS s
    JOIN pattern_facts AS e ON e.pattern = s.pattern
    LEFT JOIN verdicts AS v ON v.record_a = s.record_a AND v.record_b = s.record_b
),
never_compared AS (
    SELECT
        v.record_a,
        v.record_b,
        v.verdict
    FROM verdicts AS v
    JOIN records AS a ON a.record_id = v.record_a
    JOIN records AS b ON b.record_id = v.record_b
    LEFT JOIN scored AS s ON s.record_a = v.record_a AND s.record_b = v.record_b
    WHERE s.record_a IS NULL
),
ruled AS (
    SELECT
        c.record_a,
        c.record_b,
        c.pattern,
        c.weight,
        c.verdict,
        CASE
            WHEN c.verdict IS NOT NULL THEN 'verdict'
            WHEN c.number_agrees AND NOT c.is_contradicted THEN 'citizen_id'
            WHEN c.is_contradicted AND (c.number_agrees OR c.weight >= $review) THEN 'contradiction'
            WHEN c.weight >= $preset THEN 'preset'
            WHEN c.weight >= $review THEN 'doubtful'
            ELSE 'low_weight'
        END AS rule
    FROM compared AS c
    UNION ALL
    SELECT
        n.record_a,
        n.record_b,
        $nothing_compared,
        0.0,
        n.verdict,
        'verdict'
    FROM never_compared AS n
)
SELECT
    r.record_a,
    r.record_b,
    CAST(r.pattern AS BIGINT) AS pattern,
    CAST(r.weight AS DOUBLE) AS weight,
    CASE
        WHEN r.rule = 'verdict' AND r.verdict = 'same' THEN 'link'
        WHEN r.rule = 'verdict' THEN 'apart'
        WHEN r.rule IN ('citizen_id', 'preset') THEN 'link'
        WHEN r.rule IN ('contradiction', 'doubtful') THEN 'review'
        ELSE 'apart'
    END AS decision,
    r.rule
FROM ruled AS r
