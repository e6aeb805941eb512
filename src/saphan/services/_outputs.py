"""What a build hands out: return sheets, linked keys, statistics and catalogue records."""

from __future__ import annotations

import csv

from saphan import ingest, quality
from saphan.access.actor import Asker
from saphan.pipeline import Inputs
from saphan.services import deliveries, publications, reading
from saphan.services._files import keep_only, whole
from saphan.services.platform import Platform
from saphan.services.reading import Reading


def write(asker: Asker, platform: Platform, inputs: Inputs) -> None:
    """Every file of `out/` for the current release, each put in place whole; run again it writes the same."""
    now = reading.open_current(platform)
    summaries = {each.delivery_id: each for each in deliveries.summaries(asker, platform, now)}
    for receipt in inputs.receipts:
        summary = summaries[receipt.delivery_id]
        with whole(deliveries.sheet_path(asker, platform, receipt.delivery_id)) as aside:
            ingest.write_return_sheet(
                aside,
                contract=inputs.contracts[receipt.dataset],
                outcome=ingest.Outcome(
                    file_name=receipt.file_name,
                    received_on=receipt.received_on,
                    delivered=summary.delivered,
                    accepted=summary.accepted,
                    quarantined=summary.quarantined,
                    refused=summary.refused,
                ),
                findings=now.rows("findings_of_delivery", delivery_id=receipt.delivery_id),
                quarantine=now.rows("quarantine_of_delivery", delivery_id=receipt.delivery_id),
                catalogue=quality.catalogue(),
            )
    sheets = [deliveries.sheet_path(asker, platform, delivery_id) for delivery_id in summaries]
    keep_only(sheets, within=platform.project.out / "return-sheets")
    _write_linked(platform, now)
    published = publications.write(asker, platform, now)
    for name in ("statistics", "catalogue"):
        keep_only(published, within=platform.project.out / name)


def _write_linked(platform: Platform, now: Reading) -> None:
    with whole(platform.project.out / "linked.csv") as aside, aside.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(["dataset", "record_id", "person_id"])
        writer.writerows(row.values() for row in now.rows("linked_keys"))
