-- One row: whose record it is.
-- Rule: the key its cluster keeps, else the key made for the cluster's founding record.
SELECT
    c.record_id,
    coalesce(k.person_id, m.new_key) AS person_id
FROM clusters AS c
JOIN claims AS k ON k.cluster_id = c.cluster_id
LEFT JOIN minted AS m ON m.founding_record = k.founding_record
