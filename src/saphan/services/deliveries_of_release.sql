-- One row: one delivery and what became of its rows, the largest share of waiting rows first.
SELECT
    d.delivery_id,
    d.dataset,
    d.agency,
    d.received_on,
    d.rows_delivered,
    d.rows_accepted,
    d.rows_quarantined,
    d.rows_refused
FROM deliveries AS d
ORDER BY
    (d.rows_quarantined + d.rows_refused) / nullif(CAST(d.rows_delivered AS DOUBLE), 0) DESC NULLS LAST,
    d.dataset,
    d.delivery_id
