-- One row: a key of a release that was made before keys were kept on their own.
SELECT
    i.person_id,
    'living' AS state,
    CAST(NULL AS VARCHAR) AS successor,
    CAST(NULL AS VARCHAR) AS followed_by,
    CAST($since AS DATE) AS since
FROM identity AS i
GROUP BY i.person_id
