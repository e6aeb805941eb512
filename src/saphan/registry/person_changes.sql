-- One row: what became of a person between two releases, who else it is about, and why.
-- Rule: a person is gained where all her records came, lost where all went, merged where her records were several
-- persons' before, split where they are several persons' after, rekeyed where only the key differs. The cause is
-- a verdict that was not there before about one of her records; else records that came or went; else that the same
-- records were decided anew, which a model, a policy, a contract or the software explains.
WITH ties AS (
    SELECT
        m.earlier_id,
        m.later_id,
        count(*) OVER (PARTITION BY m.later_id) AS sources,
        count(*) OVER (PARTITION BY m.earlier_id) AS targets
    FROM handed_over AS m
    WHERE m.earlier_id <> '' AND m.later_id <> ''
),

came AS (
    SELECT m.later_id
    FROM handed_over AS m
    WHERE m.earlier_id = ''
),

went AS (
    SELECT m.earlier_id
    FROM handed_over AS m
    WHERE m.later_id = ''
),

new_verdicts AS (
    SELECT
        n.record_a,
        n.record_b
    FROM later_pairs AS n
    LEFT JOIN earlier_pairs AS o ON o.record_a = n.record_a AND o.record_b = n.record_b AND o.rule = 'verdict'
        AND o.decision = n.decision
    WHERE n.rule = 'verdict' AND o.record_a IS NULL
),

judged AS (
    SELECT l.person_id
    FROM later AS l
    JOIN new_verdicts AS v ON v.record_a = l.record_id
    UNION
    SELECT l.person_id
    FROM later AS l
    JOIN new_verdicts AS v ON v.record_b = l.record_id
),

split_by_verdict AS (
    SELECT DISTINCT t.earlier_id
    FROM ties AS t
    JOIN judged AS j ON j.person_id = t.later_id
),

reached AS (
    SELECT DISTINCT t.earlier_id
    FROM ties AS t
    JOIN came AS c ON c.later_id = t.later_id
),

found AS (
    SELECT
        'gained' AS kind,
        c.later_id AS person_id,
        '' AS other_id,
        'records_came' AS cause
    FROM came AS c
    LEFT JOIN ties AS t ON t.later_id = c.later_id
    WHERE t.later_id IS NULL
    UNION ALL
    SELECT
        'lost' AS kind,
        w.earlier_id AS person_id,
        '' AS other_id,
        'records_went' AS cause
    FROM went AS w
    LEFT JOIN ties AS t ON t.earlier_id = w.earlier_id
    WHERE t.earlier_id IS NULL
    UNION ALL
    SELECT
        'merged' AS kind,
        t.later_id AS person_id,
        t.earlier_id AS other_id,
        CASE
            WHEN j.person_id IS NOT NULL THEN 'verdict'
            WHEN c.later_id IS NOT NULL THEN 'records_came'
            ELSE 'decided_anew'
        END AS cause
    FROM ties AS t
    LEFT JOIN judged AS j ON j.person_id = t.later_id
    LEFT JOIN came AS c ON c.later_id = t.later_id
    WHERE t.sources > 1
    UNION ALL
    SELECT
        'split' AS kind,
        t.earlier_id AS person_id,
        t.later_id AS other_id,
        CASE
            WHEN v.earlier_id IS NOT NULL THEN 'verdict'
            WHEN w.earlier_id IS NOT NULL THEN 'records_went'
            WHEN r.earlier_id IS NOT NULL THEN 'records_came'
            ELSE 'decided_anew'
        END AS cause
    FROM ties AS t
    LEFT JOIN split_by_verdict AS v ON v.earlier_id = t.earlier_id
    LEFT JOIN went AS w ON w.earlier_id = t.earlier_id
    LEFT JOIN reached AS r ON r.earlier_id = t.earlier_id
    WHERE t.targets > 1
    UNION ALL
    SELECT
        'rekeyed' AS kind,
        t.earlier_id AS person_id,
        t.later_id AS other_id,
        'decided_anew' AS cause
    FROM ties AS t
    WHERE t.sources = 1 AND t.targets = 1 AND t.earlier_id <> t.later_id
)

SELECT
    f.kind,
    f.person_id,
    f.other_id,
    f.cause
FROM found AS f
