-- One row: how many doubtful pairs wait for a person, those that were judged since the build left out.
SELECT count(*) AS pairs
FROM pairs AS p
WHERE
    p.decision = 'review'
    AND strpos($judged, concat('|', p.record_a, ' ', p.record_b, '|')) = 0
