"""What leaves: protected tables as SDMX-CSV, and their catalogue records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.exchange.catalogue import Steward, record, write_record
from saphan.exchange.sdmx import flow_of, write_sdmx_csv
from saphan.exchange.titles import title
from saphan.services import notes, reading
from saphan.services._files import whole
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.services.reading import Reading, Row

# Who publishes, until an installation says otherwise in its contracts' catalogue fields.
AGENCY = "MSDHS"
STEWARD = Steward(
    owner_org="msdhs",
    maintainer="ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร สำนักงานปลัดกระทรวง พม.",
    maintainer_email="opendata@m-society.go.th",
)


@dataclass(frozen=True)
class Publication:
    """One protected table, ready to be taken."""

    table_id: str
    title_th: str
    title_en: str
    cells: int
    protected: int
    sdmx_csv: Path
    catalogue_json: Path


def listing(asker: Asker, platform: Platform) -> list[Publication]:
    """The tables of the current release that rest on data in force, with their files."""
    require(asker, Permission.TAKE_STATISTICS, platform)
    now = reading.open_current(platform)
    notes.write(asker, platform, "statistics_shown", release=now.release.release_id)
    closed = reading.benefits_withheld(platform, asker.purpose, asker.party)
    tables = [row for row in now.rows("tables_of_release") if row["table_id"].partition(".")[0] not in closed]
    return [_publication(platform, row) for row in tables]


def write(asker: Asker, platform: Platform, now: Reading) -> list[Path]:
    """The SDMX files and catalogue records of a release, each put in place whole; they are what `listing` hands out."""
    rows = [tuple(row.values()) for row in now.rows("released_rows")]
    used = [str(row["dataset"]) for row in now.rows("datasets_of_release")]
    source = ", ".join(reading.titled(platform, dataset).in_("th") for dataset in used)
    written: list[Path] = []
    for table in now.rows("tables_of_release"):
        table_id = str(table["table_id"])
        sdmx, catalogue = _sdmx_path(platform, table_id), _catalogue_path(platform, table_id)
        with whole(sdmx) as aside:
            write_sdmx_csv(rows, table_id, aside, flow=flow_of(table_id, agency=AGENCY), as_of=now.as_of)
        held = record(table_id, steward=STEWARD, data_source=source, as_of=now.as_of, file_name=sdmx.name)
        with whole(catalogue) as aside:
            write_record(aside, held)
        written += [sdmx, catalogue]
    notes.write(asker, platform, "statistics_written", release=now.release.release_id, files=len(written))
    return written


def _publication(platform: Platform, row: Row) -> Publication:
    words = title(row["table_id"])
    return Publication(
        table_id=row["table_id"],
        title_th=words.in_("th"),
        title_en=words.in_("en"),
        cells=row["cells"],
        protected=row["protected"],
        sdmx_csv=_sdmx_path(platform, row["table_id"]),
        catalogue_json=_catalogue_path(platform, row["table_id"]),
    )


def _sdmx_path(platform: Platform, table_id: str) -> Path:
    return platform.project.out / "statistics" / f"{table_id}.csv"


def _catalogue_path(platform: Platform, table_id: str) -> Path:
    return platform.project.out / "catalogue" / f"{table_id}.json"
