"""What a build hands out: return sheets, linked keys, statistics and catalogue records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from saphan import ingest, quality
from saphan.access.actor import Asker
from saphan.services import deliveries, publications, reading
from saphan.services._csv import lines
from saphan.services._files import keep_only, whole
from saphan.services.platform import Platform
from saphan.services.reading import Reading
from saphan.store import Engine, Relation, link_or_copy, read_by_parts

SQL = Path(__file__).parent
MEMORY = "2GB"
ROWS_AT_ONCE = 500_000


@dataclass
class LinkedKeys:
    """The linked keys of a release that is still written, for what is thought to be withheld once it stands."""

    withheld: str
    made: Path | None = None

    def make(self, records: Relation, identity: Relation) -> None:
        """Write them aside: a file that goes with the engine, and that nobody is handed."""
        part = identity.engine.new_part(identity.table)
        if part is not None:
            made = part.with_suffix(".csv")
            _write_lines(made, {"records": records, "identity": identity}, self.withheld)
            self.made = made


def write(
    asker: Asker, platform: Platform, receipts: Sequence[ingest.Receipt], aside: LinkedKeys | None = None
) -> None:
    """Every file of `out/` for the current release, each put in place whole; run again it writes the same.

    `aside` are its linked keys, where they were written while it was.
    """
    now = reading.open_current(platform)
    # the longest of all, and it asks nothing of the desk: written beside the others
    with ThreadPoolExecutor(1) as beside:
        withheld = reading.withheld(platform, now, asker.purpose, asker.party)
        keys = beside.submit(_keys_written, platform, now, withheld, aside)
        _sheets(asker, platform, now, receipts)
        published = publications.write(asker, platform, now)
        for name in ("statistics", "catalogue"):
            keep_only(published, within=platform.project.out / name)
        keys.result()


def _sheets(asker: Asker, platform: Platform, now: Reading, receipts: Sequence[ingest.Receipt]) -> None:
    summaries = {each.delivery_id: each for each in deliveries.summaries(asker, platform, now)}
    read_by = reading.read_by(platform, receipts)
    for receipt in receipts:
        if receipt.delivery_id not in summaries or receipt.delivery_id not in read_by:
            continue  # out of force since that release was built: nothing of it is handed out
        summary = summaries[receipt.delivery_id]
        with whole(deliveries.sheet_path(asker, platform, receipt.delivery_id)) as aside:
            ingest.write_return_sheet(
                aside,
                contract=read_by[receipt.delivery_id],
                outcome=ingest.Outcome(
                    file_name=receipt.file_name,
                    received_on=receipt.received_on,
                    delivered=summary.delivered,
                    accepted=summary.accepted,
                    quarantined=summary.quarantined,
                    refused=summary.refused,
                    score=summary.score,
                    score_before=summary.score_before,
                    fixes=tuple((fix.words, fix.points) for fix in summary.fixes),
                ),
                findings=now.rows("findings_of_delivery", delivery_id=receipt.delivery_id),
                quarantine=now.rows("quarantine_of_delivery", delivery_id=receipt.delivery_id),
                catalogue=quality.catalogue(),
                delivery_id=receipt.delivery_id,
            )
    sheets = [deliveries.sheet_path(asker, platform, delivery_id) for delivery_id in summaries]
    keep_only(sheets, within=platform.project.out / "return-sheets")


def linked(asker: Asker, platform: Platform, now: Reading) -> Path:
    """The file of linked keys without what may not be used today; it is written again whenever that changed."""
    return _keys_written(platform, now, reading.withheld(platform, now, asker.purpose, asker.party))


def _keys_written(platform: Platform, now: Reading, withheld: str, made: LinkedKeys | None = None) -> Path:
    path = platform.project.out / "linked.csv"
    made_for = f"{now.release.release_id} {withheld}"
    mark = path.with_name(".linked-made-for")
    if path.is_file() and mark.is_file() and mark.read_text("utf-8") == made_for:
        return path
    mark.unlink(missing_ok=True)
    with whole(path) as aside:
        if made and made.made and made.withheld == withheld:
            link_or_copy(made.made, aside)
        else:
            # everybody in order is more than the engine of the pages may hold: this one may lay rows aside
            lake = platform.project.lake
            with Engine(memory_limit=MEMORY, scratch=lake / "scratch", may_read=[lake]) as engine:
                _write_lines(aside, now.release.relations(engine), withheld)
    with whole(mark) as aside:
        aside.write_text(made_for, "utf-8")
    return path


def _write_lines(to: Path, relations: Mapping[str, Relation], withheld: str) -> None:
    with to.open("wb") as opened:
        opened.write(b"dataset,record_id,person_id\n")
        params = {"withheld": withheld}
        for some in read_by_parts(SQL / "linked_keys.sql", inputs=relations, params=params, rows=ROWS_AT_ONCE):
            opened.write(lines(some))
