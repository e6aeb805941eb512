-- One row: the records that one person had in the earlier release and one person has in the later.
-- Rule: an empty key stands for nobody: those records came, or went.
SELECT
    coalesce(e.person_id, '') AS earlier_id,
    coalesce(l.person_id, '') AS later_id,
    count(*) AS records
FROM earlier AS e
FULL JOIN later AS l ON l.record_id = e.record_id
GROUP BY coalesce(e.person_id, ''), coalesce(l.person_id, '')
