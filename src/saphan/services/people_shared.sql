-- One row: how many other files of its dataset count beside the asked delivery, and how many of its accepted rows name
-- a citizen number that one of them names too.
-- Policy: none; whether files add up or follow each other is the contract's word (saphan.delivery).
SELECT
    (
        SELECT count(DISTINCT o.delivery_id)
        FROM records AS o
        WHERE o.dataset = $dataset AND o.delivery_id <> $delivery_id
    ) AS others,
    (
        SELECT count(*)
        FROM records AS r
        WHERE r.delivery_id = $delivery_id AND r.citizen_id IN (
            SELECT o.citizen_id
            FROM records AS o
            WHERE o.dataset = $dataset AND o.delivery_id <> $delivery_id AND o.citizen_id IS NOT NULL
        )
    ) AS shared
