"""What leaves: protected tables as SDMX-CSV, and their catalogue records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from saphan.access.actor import Asker
from saphan.services.platform import Platform


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
    """The tables of the current release, with their files."""
    raise NotImplementedError
