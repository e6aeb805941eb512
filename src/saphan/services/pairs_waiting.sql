-- One row: a doubtful pair that nobody has judged yet and that the asker may see, in an order that says nothing of its weight.
-- Rule: as in pair_records.sql, for both records.
SELECT
    p.record_a,
    p.record_b
FROM pairs AS p
JOIN records AS a ON a.record_id = p.record_a
JOIN records AS b ON b.record_id = p.record_b
WHERE
    p.decision = 'review'
    AND strpos($judged, concat('|', p.record_a, ' ', p.record_b, '|')) = 0
    AND strpos($withheld, concat('|', a.dataset, '|')) = 0
    AND strpos($withheld, concat('|', b.dataset, '|')) = 0
    AND (
        $areas = '|'
        OR (
            (
                strpos($areas, concat('|', coalesce(a.province_code, '-'), '|')) > 0
                OR strpos($areas, concat('|', coalesce(a.district_code, '-'), '|')) > 0
                OR strpos($areas, concat('|', coalesce(a.subdistrict_code, '-'), '|')) > 0
            )
            AND (
                strpos($areas, concat('|', coalesce(b.province_code, '-'), '|')) > 0
                OR strpos($areas, concat('|', coalesce(b.district_code, '-'), '|')) > 0
                OR strpos($areas, concat('|', coalesce(b.subdistrict_code, '-'), '|')) > 0
            )
        )
    )
ORDER BY p.record_a, p.record_b
LIMIT 20
